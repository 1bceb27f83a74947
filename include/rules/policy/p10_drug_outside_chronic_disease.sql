-- A drug of other chronic diseases than those the person is registered for, paid as chronic care.
with diseases as (
    select
        lines.setl_id,
        lines.bkkp_sn,
        lines.quantity,
        limits.kp_id,
        limits.item_name,
        count(distinct registrations.opsp_dise_code) as registered_diseases,
        min(registrations.opsp_dise_name) as registered_name,
        max(case when registrations.opsp_dise_code = limits.dise_code then 1 else 0 end)
            as is_for_a_registered,
        max(case when limits.dise_code = '*' then 1 else 0 end) as is_for_complications
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('int_settlements') }} as settlements on lines.setl_id = settlements.setl_id
    -- A drug on no disease's list is unknown, and not a violation.
    inner join {{ ref('chronic_drugs') }} as limits
        on lines.kp_id = limits.kp_id and {{ in_force('limits', 'lines.fee_date') }}
    -- Whoever is not registered at all is O-05's matter.
    inner join {{ ref('int_chronic_registrations') }} as registrations
        on
            lines.psn_no = registrations.psn_no
            and lines.fee_date between registrations.registered_from
            and coalesce(registrations.registered_to, date '9999-12-31')
    where
        lines.list_id = 'chronic_drugs'
        and lines.inscp_amount > 0
        and not settlements.is_account_only
        -- Chronic care, and purchases that are charged to a disease.
        and (settlements.med_type_group = '慢特病' or settlements.dise_no is not null)
    group by
        lines.setl_id, lines.bkkp_sn, lines.quantity, limits.kp_id, limits.item_name
)

select
    setl_id,
    bkkp_sn,
    min(kp_id) as kp_id,
    quantity as violating_quantity,
    null as violating_amount,
    -- With several registrations, the drug may treat what one of them leads to.
    case when max(registered_diseases) > 1 then 'suspect' end as verdict,
    min(item_name) || ' 不在参保人已登记的 ' || max(registered_diseases)
    || ' 个门诊慢特病病种的用药范围内' as hit_reason,
    {{ evidence({
        'registered_diseases': 'max(registered_diseases)',
        'registered_name': 'min(registered_name)'
    }) }} as evidence
from diseases
group by setl_id, bkkp_sn, quantity
having max(is_for_a_registered) = 0 and max(is_for_complications) = 0
