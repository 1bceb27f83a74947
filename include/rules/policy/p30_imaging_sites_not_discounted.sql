-- Several sites of one kind of imaging on a day, of which the second and later were charged
-- above their share or beyond the number that is paid; and add-ons without what they add to.
with images as (
    select
        lines.setl_id,
        lines.bkkp_sn,
        lines.mdtrt_id,
        lines.kp_id,
        lines.fee_date,
        lines.quantity,
        lines.pric,
        imaging.item_name,
        imaging.modality,
        imaging.is_add_on,
        imaging.parent_set,
        imaging.max_sites,
        coalesce(imaging.second_site_share, 1) as second_site_share
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('imaging_items') }} as imaging
        on lines.kp_id = imaging.kp_id and {{ in_force('imaging', 'lines.fee_date') }}
    where
        lines.list_id = 'imaging_items'
        and lines.inscp_amount > 0
),

-- The dearest site is the first; each unit of a line is a site.
ranked as (
    select
        *,
        max(pric) over (partition by mdtrt_id, modality, fee_date) as first_price,
        sum(quantity) over (
            partition by mdtrt_id, modality, fee_date
            order by pric desc, bkkp_sn asc
        ) - quantity as sites_before
    from images
    where is_add_on = 0
),

counted as (
    select
        *,
        greatest(0, least(quantity, 1 - sites_before)) as full_sites,
        greatest(0, least(quantity, max_sites - sites_before)) as paid_sites,
        least(pric, first_price * second_site_share) as later_price
    from ranked
),

parents as (
    select
        lines.mdtrt_id,
        lines.fee_date,
        sets.set_id,
        sum(lines.quantity) as quantity
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('item_sets') }} as sets
        on lines.kp_id = sets.kp_id and {{ in_force('sets', 'lines.fee_date') }}
    where lines.list_id = 'item_sets'
    group by lines.mdtrt_id, lines.fee_date, sets.set_id
),

add_ons as (
    select
        images.*,
        coalesce(parents.quantity, 0) as parent_quantity,
        sum(images.quantity) over (
            partition by images.mdtrt_id, images.kp_id, images.fee_date
            order by images.bkkp_sn
        ) as quantity_so_far
    from images
    left join parents
        on
            images.mdtrt_id = parents.mdtrt_id
            and images.fee_date = parents.fee_date
            and images.parent_set = parents.set_id
    where images.is_add_on = 1
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
from counted
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
from add_ons
where quantity_so_far > parent_quantity
