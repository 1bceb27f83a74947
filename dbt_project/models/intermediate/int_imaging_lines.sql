-- Lines of imaging that the fund paid for: how many sites of its kind the encounter had before it
-- that day, and for an add-on, how many of what it adds to. The dearest site is the first; each
-- unit of a line is a site.
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

parents as (
    select
        lines.mdtrt_id,
        lines.fee_date,
        sets.set_id,
        sum(lines.quantity) as quantity
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('item_sets') }} as sets
        on lines.kp_id = sets.kp_id and {{ in_force('sets', 'lines.fee_date') }}
    where
        lines.list_id = 'item_sets'
        and sets.set_id in (select images.parent_set from images)
    group by lines.mdtrt_id, lines.fee_date, sets.set_id
)

select
    images.*,
    max(images.pric) over (
        partition by images.mdtrt_id, images.modality, images.fee_date, images.is_add_on
    ) as first_price,
    (sum(images.quantity) over (
        partition by images.mdtrt_id, images.modality, images.fee_date, images.is_add_on
        order by images.pric desc, images.bkkp_sn asc
    ) - images.quantity)::numeric(16, 4) as sites_before,
    (sum(images.quantity) over (
        partition by images.mdtrt_id, images.kp_id, images.fee_date, images.is_add_on
        order by images.bkkp_sn
    ))::numeric(16, 4) as quantity_so_far,
    coalesce(parents.quantity, 0)::numeric(16, 4) as parent_quantity
from images
left join parents
    on
        images.mdtrt_id = parents.mdtrt_id
        and images.fee_date = parents.fee_date
        and images.parent_set = parents.set_id
