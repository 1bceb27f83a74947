-- More units of a material in an encounter, or on a day of it, than a person can use; the excess
-- falls on the last lines.
with used as (
    select
        lines.setl_id,
        lines.bkkp_sn,
        lines.kp_id,
        lines.mdtrt_id,
        lines.quantity,
        limits.item_name,
        limits.per,
        limits.max_quantity,
        case when limits.per = 'day' then lines.fee_date end as day
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('material_quantities') }} as limits
        on lines.kp_id = limits.kp_id and {{ in_force('limits', 'lines.fee_date') }}
    where
        lines.list_id = 'material_quantities'
        and lines.inscp_amount > 0
),

summed as (
    select
        *,
        sum(quantity) over (partition by mdtrt_id, kp_id, day) as total_quantity,
        sum(quantity) over (
            partition by mdtrt_id, kp_id, day
            order by bkkp_sn desc
        ) - quantity as quantity_of_later_lines
    from used
)

select
    setl_id,
    bkkp_sn,
    kp_id,
    least(quantity, total_quantity - max_quantity - quantity_of_later_lines) as violating_quantity,
    null as violating_amount,
    null as verdict,
    item_name || ' ' || coalesce(day || ' 当日', '本次就诊') || '收取 '
    || {{ number_text('total_quantity') }} || ' 件，上限 ' || {{ number_text('max_quantity') }}
    || ' 件' as hit_reason,
    {{ evidence({
        'per': 'per',
        'fee_date': 'day',
        'total_quantity': 'total_quantity',
        'max_quantity': 'max_quantity'
    }) }} as evidence
from summed
where quantity_of_later_lines < total_quantity - max_quantity
