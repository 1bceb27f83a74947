-- Several sites of one kind of imaging on a day, of which the second and later were charged
-- above their share or beyond the number that is paid; and add-ons without what they add to.
with sites as (
    select
        *,
        greatest(0, least(quantity, 1 - sites_before)) as full_sites,
        greatest(0, least(quantity, max_sites - sites_before)) as paid_sites,
        least(pric, first_price * second_site_share) as later_price
    from {{ ref('int_imaging_lines') }}
    where is_add_on = 0
)

select
    setl_id,
    bkkp_sn,
    kp_id,
    null as violating_quantity,
    round(
        pric * (quantity - full_sites) - later_price * (paid_sites - full_sites), 2
    ) as violating_amount,
    null as verdict,
    item_name || ' ' || fee_date || ' 为当日第 ' || {{ number_text('sites_before + 1') }}
    || ' 个部位起，应收 '
    || {{ number_text('round(pric * full_sites + later_price * (paid_sites - full_sites), 2)') }}
    || ' 元，实收 ' || {{ number_text('round(pric * quantity, 2)') }} || ' 元' as hit_reason,
    {{ evidence({
        'fee_date': 'fee_date',
        'modality': 'modality',
        'first_price': 'first_price',
        'second_site_share': 'second_site_share',
        'max_sites': 'max_sites',
        'sites_before': 'sites_before'
    }) }} as evidence
from sites
where round(pric * (quantity - full_sites) - later_price * (paid_sites - full_sites), 2) > 0
union all
select
    setl_id,
    bkkp_sn,
    kp_id,
    null as violating_quantity,
    round(pric * least(quantity, quantity_so_far - parent_quantity), 2) as violating_amount,
    null as verdict,
    item_name || ' ' || fee_date || ' 收取 ' || {{ number_text('quantity_so_far') }}
    || ' 次，所加收的检查当日 ' || {{ number_text('parent_quantity') }} || ' 次' as hit_reason,
    {{ evidence({
        'fee_date': 'fee_date',
        'modality': 'modality',
        'parent_set': 'parent_set',
        'parent_quantity': 'parent_quantity',
        'quantity_so_far': 'quantity_so_far'
    }) }} as evidence
from {{ ref('int_imaging_lines') }}
where
    is_add_on = 1
    and quantity_so_far > parent_quantity
