-- A service that work-injury or maternity insurance alone pays, charged to basic insurance.
with limited_lines as (
    select
        lines.setl_id,
        lines.bkkp_sn,
        lines.mdtrt_id,
        lines.quantity,
        limits.kp_id,
        limits.item_name,
        limits.insurance,
        settlements.insutype,
        settlements.med_type
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('int_settlements') }} as settlements on lines.setl_id = settlements.setl_id
    inner join {{ ref('insurance_limited_services') }} as limits
        on lines.kp_id = limits.kp_id and {{ in_force('limits', 'lines.fee_date') }}
    where
        lines.list_id = 'insurance_limited_services'
        -- 职工、离休、伤残、居民: what is settled by another insurance is its own affair.
        and settlements.insutype in ('310', '340', '380', '390', '391', '399')
)

select
    setl_id,
    bkkp_sn,
    kp_id,
    quantity as violating_quantity,
    null as violating_amount,
    -- Maternity is merged with employees' insurance: which of the two paid does not show.
    case when insurance = '生育' then 'suspect' end as verdict,
    item_name || ' 限' || insurance || '保险支付，由基本医疗保险结算（险种 ' || insutype || '）'
        as hit_reason,
    {{ evidence({
        'insurance': 'insurance',
        'insutype': 'insutype',
        'med_type': 'med_type'
    }) }} as evidence
from limited_lines
where
    insurance = '工伤'
    or (
        insurance = '生育'
        and med_type not in ('51', '52', '2106', '2107')
        and not exists (
            select 1
            from {{ ref('int_listed_diagnoses') }} as pregnancies
            where
                pregnancies.mdtrt_id = limited_lines.mdtrt_id
                and pregnancies.list_id = 'diagnosis_sets'
                and pregnancies.set_id = 'obstetric'
        )
    )
