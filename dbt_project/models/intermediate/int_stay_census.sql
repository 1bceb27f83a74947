-- How many people stay in an institution on each day of the quarter, one row per day on which
-- that changes, good until last_day. The day of discharge does not count, so who comes and goes
-- on one day is not counted. A stay without a discharge counts until its last settlement: it was
-- there then, and nothing says how much longer.
with stays as (
    select
        fixmedins_code,
        greatest(admitted_on, {{ quarter_start() }}) as came_on,
        coalesce(discharged_on, last_settled_at::date) as left_on
    from {{ ref('int_stays') }}
    where
        admitted_on < {{ quarter_end() }}
        and coalesce(discharged_on, last_settled_at::date) > {{ quarter_start() }}
        and coalesce(discharged_on, last_settled_at::date) > admitted_on
),

movements as (
    select
        fixmedins_code,
        came_on as day,
        1 as change
    from stays
    union all
    select
        fixmedins_code,
        left_on as day,
        -1 as change
    from stays
    where left_on < {{ quarter_end() }}
),

days as (
    select
        fixmedins_code,
        day,
        sum(change) as change
    from movements
    group by fixmedins_code, day
)

select
    fixmedins_code,
    day,
    coalesce(
        lead(day) over (partition by fixmedins_code order by day), {{ quarter_end() }}
    ) - 1 as last_day,
    (sum(change) over (partition by fixmedins_code order by day))::int as stays_present
from days
