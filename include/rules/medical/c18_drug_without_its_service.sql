-- A drug that is of use only together with a service, such as contrast medium with imaging,
-- where the person had none of those services in the encounter or on that day.
with services as (
    select distinct
        sets.set_id,
        lines.mdtrt_id,
        lines.psn_no,
        lines.fee_date
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('item_sets') }} as sets
        on lines.kp_id = sets.kp_id and {{ in_force('sets', 'lines.fee_date') }}
    where lines.list_id = 'item_sets'
),

drugs as (
    select
        lines.setl_id,
        lines.bkkp_sn,
        lines.kp_id,
        lines.quantity,
        lines.mdtrt_id,
        lines.fee_date,
        enabling.item_name,
        enabling.item_set,
        -- Self-paid services count, and those of another encounter on the same day.
        exists (
            select 1
            from services
            where
                services.set_id = enabling.item_set
                and services.mdtrt_id = lines.mdtrt_id
        )
        or exists (
            select 1
            from services
            where
                services.set_id = enabling.item_set
                and services.psn_no = lines.psn_no
                and services.fee_date = lines.fee_date
        ) as has_service
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('enabling_services') }} as enabling
        on lines.kp_id = enabling.kp_id and {{ in_force('enabling', 'lines.fee_date') }}
    where
        lines.list_id = 'enabling_services'
        and lines.inscp_amount > 0
),

-- A drug may have several sets of services; one of them will do.
judged as (
    select
        *,
        bool_or(has_service) over (partition by bkkp_sn) as has_any_service,
        row_number() over (partition by bkkp_sn order by kp_id) as position
    from drugs
)

select
    setl_id,
    bkkp_sn,
    kp_id,
    quantity as violating_quantity,
    null as violating_amount,
    null as verdict,
    item_name || ' 须与相应的医疗服务项目同时使用，本次就诊及 ' || fee_date || ' 当日均无该类项目' as hit_reason,
    {{ evidence({
        'item_set': 'item_set',
        'fee_date': 'fee_date'
    }) }} as evidence
from judged
where
    not has_any_service
    and position = 1
