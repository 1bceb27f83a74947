-- A material charged on top of a service of the same encounter whose price includes it.
with services as (
    select distinct
        kp_id,
        mdtrt_id
    from {{ ref('int_listed_lines') }}
    where list_id = 'included_materials:service'
)

select
    materials.setl_id,
    materials.bkkp_sn,
    materials.kp_id,
    materials.quantity as violating_quantity,
    null as violating_amount,
    -- What the price list does not write down but practice holds is a suspicion.
    case when included.kind <> 'content' then 'suspect' end as verdict,
    included.service_name || ' 已包含' || included.material_name || '，不得另收 '
    || coalesce(materials.hilist_name, materials.med_list_codg) || ' '
    || {{ number_text('materials.quantity') }} || ' 件' as hit_reason,
    {{ evidence({
        'service_code': 'included.service_code',
        'material_prefix': 'included.material_prefix',
        'kind': 'included.kind'
    }) }} as evidence
from {{ ref('int_listed_lines') }} as materials
inner join {{ ref('included_materials') }} as included
    on materials.kp_id = included.kp_id and {{ in_force('included', 'materials.fee_date') }}
inner join services
    on
        materials.kp_id = services.kp_id
        and materials.mdtrt_id = services.mdtrt_id
where
    materials.list_id = 'included_materials:material'
    and materials.list_type = '301'
