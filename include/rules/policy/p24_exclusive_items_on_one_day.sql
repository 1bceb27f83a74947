-- Several items charged on one day of which a day has only one, such as two levels of nursing
-- or two kinds of bed; the cheaper ones are flagged.
with billed as (
    select
        lines.setl_id,
        lines.bkkp_sn,
        lines.mdtrt_id,
        lines.kp_id,
        lines.fee_date,
        lines.quantity,
        lines.pric,
        exclusive.group_id,
        exclusive.group_name,
        exclusive.item_name
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('mutex_groups') }} as exclusive
        on lines.kp_id = exclusive.kp_id and {{ in_force('exclusive', 'lines.fee_date') }}
    where
        lines.list_id = 'mutex_groups'
        and lines.inscp_amount > 0
),

items as (
    select
        mdtrt_id,
        group_id,
        fee_date,
        kp_id,
        item_name,
        min(quantity) as smallest_quantity,
        row_number() over (
            partition by mdtrt_id, group_id, fee_date
            order by max(pric) desc, kp_id asc
        ) as position
    from billed
    group by mdtrt_id, group_id, fee_date, kp_id, item_name
),

days as (
    select
        mdtrt_id,
        group_id,
        fee_date,
        max(case when position = 1 then kp_id end) as kept_kp_id,
        max(case when position = 1 then item_name end) as kept_item_name,
        min(smallest_quantity) < 1 as is_by_the_hour,
        bool_or({{ matches('item_name', "'监护|重症'") }}) as has_intensive_care
    from items
    group by mdtrt_id, group_id, fee_date
    having count(*) > 1
),

group_days as (
    select distinct
        mdtrt_id,
        group_id,
        fee_date
    from items
),

-- Of these days the fee lines alone do not say whether both were given.
judged as (
    select
        days.*,
        -- In or out of the ward, or from one to another, a day has two of them.
        coalesce(days.fee_date in (stays.admitted_on, stays.discharged_on), false)
        or coalesce(stays.traf_dept_flag = '1', false)
        or days.has_intensive_care as may_be_a_move,
        -- The ward may have posted the item of the day before, which has none, today.
        stays.mdtrt_id is not null and day_before.mdtrt_id is null as may_be_posted_late
    from days
    left join {{ ref('int_stays') }} as stays on days.mdtrt_id = stays.mdtrt_id
    left join group_days as day_before
        on
            days.mdtrt_id = day_before.mdtrt_id
            and days.group_id = day_before.group_id
            and days.fee_date - 1 = day_before.fee_date
)

select
    billed.setl_id,
    billed.bkkp_sn,
    billed.kp_id,
    billed.quantity as violating_quantity,
    null as violating_amount,
    case
        when judged.may_be_a_move or judged.may_be_posted_late or judged.is_by_the_hour
            then 'suspect'
    end as verdict,
    billed.fee_date || ' 已收取 ' || judged.kept_item_name || '，又收取 ' || billed.item_name
    || '：' || billed.group_name || '同一日只收一种' as hit_reason,
    {{ evidence({
        'fee_date': 'billed.fee_date',
        'group_id': 'billed.group_id',
        'kept_kp_id': 'judged.kept_kp_id',
        'may_be_a_move': 'judged.may_be_a_move',
        'may_be_posted_late': 'judged.may_be_posted_late',
        'is_by_the_hour': 'judged.is_by_the_hour'
    }) }} as evidence
from billed
inner join judged
    on
        billed.mdtrt_id = judged.mdtrt_id
        and billed.group_id = judged.group_id
        and billed.fee_date = judged.fee_date
where billed.kp_id <> judged.kept_kp_id
