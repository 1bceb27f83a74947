-- A slice in several times the highest daily dose of the pharmacopoeia.
with doses as (
    select
        slices.setl_id,
        slices.bkkp_sn,
        slices.fee_date,
        slices.quantity,
        slices.doses,
        limits.kp_id,
        limits.item_name,
        limits.max_grams,
        limits.max_grams * {{ threshold('slice_overdose_factor', 'slices.fee_date') }}
            as allowed_grams
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('slice_daily_maximums') }} as limits
        on lines.kp_id = limits.kp_id and {{ in_force('limits', 'lines.fee_date') }}
    inner join {{ ref('int_slice_lines') }} as slices on lines.bkkp_sn = slices.bkkp_sn
    where
        lines.list_id = 'slice_daily_maximums'
        -- The quantity is that of the whole course: without its days there is no daily dose.
        and slices.doses > 0
        and not slices.is_external_use
)

select
    setl_id,
    bkkp_sn,
    kp_id,
    (quantity - allowed_grams * doses)::numeric(16, 4) as violating_quantity,
    null as violating_amount,
    null as verdict,
    item_name || ' ' || {{ number_text('doses') }} || ' 天共 ' || {{ number_text('quantity') }}
    || ' 克，药典每日最大用量 ' || {{ number_text('max_grams') }} || ' 克，超过其 '
    || {{ number_text('allowed_grams / max_grams') }} || ' 倍' as hit_reason,
    {{ evidence({
        'fee_date': 'fee_date',
        'quantity': 'quantity',
        'doses': 'doses',
        'max_grams': 'max_grams',
        'allowed_grams': 'allowed_grams'
    }) }} as evidence
from doses
where quantity > allowed_grams * doses
