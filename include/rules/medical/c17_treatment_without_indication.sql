-- A treatment for which the encounter has none of the diagnoses that call for it.
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
        lines.setl_id,
        lines.bkkp_sn,
        lines.quantity,
        diagnosed.main_diagnosis,
        min(limits.kp_id) as kp_id,
        min(limits.item_name) as item_name
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('treatment_indications') }} as limits
        on lines.kp_id = limits.kp_id and {{ in_force('limits', 'lines.fee_date') }}
    inner join {{ ref('int_main_diagnoses') }} as diagnosed
        on lines.mdtrt_id = diagnosed.mdtrt_id
    left join found on lines.mdtrt_id = found.mdtrt_id and limits.set_id = found.set_id
    where
        lines.list_id = 'treatment_indications'
        -- The sets are of ICD-10; Chinese medicine has indications of its own.
        and diagnosed.has_icd_code
        and not diagnosed.has_chinese_diagnosis
    group by lines.setl_id, lines.bkkp_sn, lines.quantity, diagnosed.main_diagnosis
    having count(found.mdtrt_id) = 0 and count(limits.set_id) = count(*)
)

select
    setl_id,
    bkkp_sn,
    kp_id,
    quantity as violating_quantity,
    null as violating_amount,
    null as verdict,
    item_name || ' 与本次就诊的各项诊断均无关，主要诊断为 ' || main_diagnosis as hit_reason,
    {{ evidence({'main_diagnosis': 'main_diagnosis'}) }} as evidence
from without_indication
