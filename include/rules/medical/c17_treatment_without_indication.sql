-- A treatment for which the encounter has none of the diagnoses that call for it.
with diagnosed as (
    -- The sets are of ICD-10; Chinese medicine has indications of its own.
    select
        mdtrt_id,
        coalesce(max(case when is_main then diag_code end), min(diag_code)) as main_diagnosis
    from {{ ref('int_encounter_diagnoses') }}
    group by mdtrt_id
    having
        bool_or({{ matches('diag_code', "'^[A-Z][0-9]{2}'") }})
        and not coalesce(bool_or(diag_type in ('2', '3')), false)
),

found as (
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
    inner join diagnosed on lines.mdtrt_id = diagnosed.mdtrt_id
    left join found on lines.mdtrt_id = found.mdtrt_id and limits.set_id = found.set_id
    where lines.list_id = 'treatment_indications'
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
