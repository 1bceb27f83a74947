-- Runs of consecutive days in the middle of a stay on which nothing was charged but bed, nursing
-- and consultation. A day without any charge ends a run: nothing is said of it.
with empty_days as (
    select
        stays.mdtrt_id,
        days.fee_date,
        -- Consecutive days get one and the same start when their position is taken off.
        days.fee_date - (
            row_number() over (partition by stays.mdtrt_id order by days.fee_date)
        )::int as run
    from {{ ref('int_stays') }} as stays
    inner join {{ ref('int_stay_days') }} as days on stays.mdtrt_id = days.mdtrt_id
    where
        days.fee_date > stays.admitted_on
        and days.fee_date < stays.discharged_on
        and days.clinical_lines = 0
        and days.other_lines > 0
)

select
    mdtrt_id,
    min(fee_date) as first_day,
    max(fee_date) as last_day,
    count(*)::int as days,
    (count(*) filter (where extract(isodow from fee_date) < 6))::int as weekdays
from empty_days
group by mdtrt_id, run
