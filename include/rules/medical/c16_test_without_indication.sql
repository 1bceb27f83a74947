-- A test for which the encounter has none of the diagnoses that call for it, nor a symptom.
with found as (
    select distinct
        mdtrt_id,
        set_id
    from {{ ref('int_listed_diagnoses') }}
    where list_id = 'diagnosis_sets'
),

-- Of several indications any one will do; an indication without a set can't be asked for.
without_indication as (
    select
        lines.mdtrt_id,
        lines.setl_id,
        lines.bkkp_sn,
        lines.quantity,
        lines.med_type_group,
        diagnosed.icd_main_diagnosis as main_diagnosis,
        min(limits.kp_id) as kp_id,
        min(limits.item_name) as item_name,
        max(limits.is_screening_package) as is_screening_package
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('test_indications') }} as limits
        on lines.kp_id = limits.kp_id and {{ in_force('limits', 'lines.fee_date') }}
    inner join {{ ref('int_main_diagnoses') }} as diagnosed
        on lines.mdtrt_id = diagnosed.mdtrt_id
    left join found on lines.mdtrt_id = found.mdtrt_id and limits.set_id = found.set_id
    where
        lines.list_id = 'test_indications'
        -- The sets are of ICD-10: Chinese and house codes alone can't be compared with them.
        and diagnosed.icd_main_diagnosis is not null
    group by
        lines.mdtrt_id,
        lines.setl_id,
        lines.bkkp_sn,
        lines.quantity,
        lines.med_type_group,
        diagnosed.icd_main_diagnosis
    having count(found.mdtrt_id) = 0 and count(limits.set_id) = count(*)
)

select
    tests.setl_id,
    tests.bkkp_sn,
    tests.kp_id,
    tests.quantity as violating_quantity,
    null as violating_amount,
    null as verdict,
    tests.item_name || ' 没有相应的诊断，主要诊断为 ' || tests.main_diagnosis as hit_reason,
    {{ evidence({'main_diagnosis': 'tests.main_diagnosis'}) }} as evidence
from without_indication as tests
left join {{ ref('int_stay_costs') }} as stays on tests.mdtrt_id = stays.mdtrt_id
where
    -- Before surgery much is tested that the disease does not ask for, on admission a little.
    not coalesce(stays.has_surgery, false)
    and not (tests.is_screening_package = 1 and tests.med_type_group = '住院')
    -- Whoever comes with a symptom, or for a check, has no diagnosis yet.
    and not exists (
        select 1
        from found
        where found.mdtrt_id = tests.mdtrt_id and found.set_id in ('symptom', 'preventive_z')
    )
