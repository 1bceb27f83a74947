-- A material that is of use only together with a service, where the encounter has none of those
-- services; an implant where there was no operation at all.
with services as (
    select distinct
        sets.set_id,
        lines.mdtrt_id
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('item_sets') }} as sets
        on lines.kp_id = sets.kp_id and {{ in_force('sets', 'lines.fee_date') }}
    where lines.list_id = 'item_sets'
),

materials as (
    select
        lines.setl_id,
        lines.bkkp_sn,
        lines.kp_id,
        lines.quantity,
        lines.mdtrt_id,
        enabling.item_name,
        enabling.item_set,
        enabling.is_implant,
        services.mdtrt_id is not null as has_service
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('enabling_services_of_materials') }} as enabling
        on lines.kp_id = enabling.kp_id and {{ in_force('enabling', 'lines.fee_date') }}
    left join services
        on
            lines.mdtrt_id = services.mdtrt_id
            and enabling.item_set = services.set_id
    where
        lines.list_id = 'enabling_services_of_materials'
        and lines.inscp_amount > 0
),

-- A material may have several sets of services; one of them will do.
judged as (
    select
        *,
        bool_or(has_service) over (partition by bkkp_sn) as has_any_service,
        row_number() over (partition by bkkp_sn order by kp_id) as position
    from materials
),

surgeries as (
    select mdtrt_id
    from {{ ref('int_fee_lines') }}
    where
        med_chrgitm_type = '06'
        and mdtrt_id in (select judged.mdtrt_id from judged)
    union
    select mdtrt_id
    from {{ ref('int_operations') }}
)

select
    judged.setl_id,
    judged.bkkp_sn,
    judged.kp_id,
    judged.quantity as violating_quantity,
    null as violating_amount,
    case
        when judged.is_implant = 0 or surgeries.mdtrt_id is not null then 'suspect'
    end as verdict,
    judged.item_name || ' 收取 ' || {{ number_text('judged.quantity') }} || ' 件，本次就诊'
    || case
        when judged.is_implant = 1 and surgeries.mdtrt_id is null then '没有任何手术'
        else '没有与之相应的医疗服务项目'
    end as hit_reason,
    {{ evidence({
        'item_set': 'judged.item_set',
        'is_implant': 'judged.is_implant',
        'has_surgery': 'surgeries.mdtrt_id is not null'
    }) }} as evidence
from judged
left join surgeries on judged.mdtrt_id = surgeries.mdtrt_id
where
    not judged.has_any_service
    and judged.position = 1
