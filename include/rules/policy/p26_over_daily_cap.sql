-- More units of an item on one day than the day can hold; the excess falls on the
-- last lines of the day.
with over_days as (
    select
        days.psn_no,
        days.fee_date,
        days.day_quantity,
        caps.kp_id,
        caps.item_name,
        caps.unit,
        caps.max_quantity,
        days.day_quantity - caps.max_quantity as excess_quantity,
        day_before.day_quantity as day_before_quantity
    from {{ ref('int_item_days') }} as days
    inner join {{ ref('daily_caps') }} as caps
        on days.kp_id = caps.kp_id and {{ in_force('caps', 'days.fee_date') }}
    left join {{ ref('int_item_days') }} as day_before
        on
            days.psn_no = day_before.psn_no
            and days.kp_id = day_before.kp_id
            and days.fee_date - 1 = day_before.fee_date
    where days.day_quantity > caps.max_quantity
),

lines_of_over_days as (
    select
        lines.setl_id,
        lines.bkkp_sn,
        lines.quantity,
        over_days.*,
        stays.admitted_on < over_days.fee_date as was_in_the_day_before,
        sum(lines.quantity) over (
            partition by over_days.psn_no, over_days.kp_id, over_days.fee_date
            order by lines.bkkp_sn desc
        ) - lines.quantity as quantity_of_later_lines
    from over_days
    inner join {{ ref('int_listed_lines') }} as lines
        on
            over_days.psn_no = lines.psn_no
            and over_days.kp_id = lines.kp_id
            and over_days.fee_date = lines.fee_date
    left join {{ ref('int_stays') }} as stays on lines.mdtrt_id = stays.mdtrt_id
    where
        lines.list_id = 'daily_caps'
        and lines.inscp_amount > 0
)

select
    setl_id,
    bkkp_sn,
    kp_id,
    least(quantity, excess_quantity - quantity_of_later_lines) as violating_quantity,
    null as violating_amount,
    -- A ward that posts yesterday's units today exceeds one day, not two together.
    case
        when
            was_in_the_day_before
            and day_quantity + coalesce(day_before_quantity, 0) <= 2 * max_quantity
            then 'suspect'
    end as verdict,
    item_name || ' ' || fee_date || ' 收取 ' || {{ number_text('day_quantity') }} || ' '
    || unit || '，单日上限 ' || {{ number_text('max_quantity') }} as hit_reason,
    {{ evidence({
        'fee_date': 'fee_date',
        'day_quantity': 'day_quantity',
        'max_quantity': 'max_quantity',
        'day_before_quantity': 'day_before_quantity'
    }) }} as evidence
from lines_of_over_days
where quantity_of_later_lines < excess_quantity
