-- A drug that old people must not have, given to one; what asks only for caution is never meant.
with given as (
    select
        lines.setl_id,
        lines.bkkp_sn,
        lines.quantity,
        limits.kp_id,
        limits.item_name,
        limits.min_months,
        {{ age_months('settlements.brdy', 'lines.fee_date') }} as months,
        row_number() over (
            partition by lines.mdtrt_id, limits.kp_id
            order by lines.fee_ocur_time nulls last, lines.bkkp_sn
        ) as turn
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('elderly_cautions') }} as limits
        on lines.kp_id = limits.kp_id and {{ in_force('limits', 'lines.fee_date') }}
    inner join {{ ref('int_settlements') }} as settlements on lines.setl_id = settlements.setl_id
    where
        lines.list_id = 'elderly_cautions'
        and lines.is_in_quarter
        and limits.grade = 'barred'
        and {{ age_months('settlements.brdy', 'lines.fee_date') }} >= limits.min_months
)

select
    setl_id,
    bkkp_sn,
    kp_id,
    quantity as violating_quantity,
    null as violating_amount,
    null as verdict,
    item_name || ' 禁用于 ' || {{ number_text('min_months') }} || ' 月龄以上的老年人，参保人 '
    || {{ number_text('months') }} || ' 月龄' as hit_reason,
    {{ evidence({'age_months': 'months', 'min_months': 'min_months'}) }} as evidence
from given
where turn = 1
