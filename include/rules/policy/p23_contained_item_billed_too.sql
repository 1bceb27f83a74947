-- An item billed on top of another that already contains it, within the pair's window.
with counted as (
    select
        *,
        sum(quantity) over (
            partition by kp_id, mdtrt_id, fee_date
            order by bkkp_sn
        ) - quantity as quantity_of_earlier_lines
    from {{ ref('int_contained_lines') }}
)

select
    setl_id,
    bkkp_sn,
    kp_id,
    -- A contains so many units of B; what goes beyond them was done separately.
    least(
        quantity, coalesce(included_quantity, quantity + quantity_of_earlier_lines)
        - quantity_of_earlier_lines
    ) as violating_quantity,
    null as violating_amount,
    case when bypass = 1 or lacks_time_of_day then 'suspect' end as verdict,
    item_a_name || ' 已包含 ' || item_b_name || '，不得另行收费（' || rationale || '）' as hit_reason,
    {{ evidence({
        'container_bkkp_sn': 'container_bkkp_sn',
        'pair_window': 'pair_window',
        'bypass': 'bypass'
    }) }} as evidence
from counted
where quantity_of_earlier_lines < coalesce(included_quantity, quantity_of_earlier_lines + 1)
