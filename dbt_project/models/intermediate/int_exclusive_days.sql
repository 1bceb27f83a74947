-- Days of an encounter on which it was charged several items of a group of which a day has only
-- one: the dearest of them, and what else the day may have been.
with items as (
    select
        lines.mdtrt_id,
        exclusive.group_id,
        lines.fee_date,
        lines.kp_id,
        exclusive.item_name,
        min(lines.quantity) as smallest_quantity,
        row_number() over (
            partition by lines.mdtrt_id, exclusive.group_id, lines.fee_date
            order by max(lines.pric) desc, lines.kp_id asc
        ) as position
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('mutex_groups') }} as exclusive
        on lines.kp_id = exclusive.kp_id and {{ in_force('exclusive', 'lines.fee_date') }}
    where
        lines.list_id = 'mutex_groups'
        and lines.inscp_amount > 0
    group by
        lines.mdtrt_id, exclusive.group_id, lines.fee_date, lines.kp_id, exclusive.item_name
),

days as (
    select
        mdtrt_id,
        group_id,
        fee_date,
        count(*) as kinds,
        max(case when position = 1 then kp_id end) as kept_kp_id,
        max(case when position = 1 then item_name end) as kept_item_name,
        min(smallest_quantity) < 1 as is_by_the_hour,
        bool_or({{ matches('item_name', "'监护|重症'") }}) as has_intensive_care
    from items
    group by mdtrt_id, group_id, fee_date
)

select
    days.mdtrt_id,
    days.group_id,
    days.fee_date,
    days.kept_kp_id,
    days.kept_item_name,
    days.is_by_the_hour,
    -- In or out of the ward, or from one to another, a day has two of them.
    coalesce(days.fee_date in (stays.admitted_on, stays.discharged_on), false)
    or coalesce(stays.traf_dept_flag = '1', false)
    or days.has_intensive_care as may_be_a_move,
    -- The ward may have posted the item of the day before, which has none, today.
    stays.mdtrt_id is not null and day_before.mdtrt_id is null as may_be_posted_late
from days
left join {{ ref('int_stays') }} as stays on days.mdtrt_id = stays.mdtrt_id
left join days as day_before
    on
        days.mdtrt_id = day_before.mdtrt_id
        and days.group_id = day_before.group_id
        and days.fee_date - 1 = day_before.fee_date
where days.kinds > 1
