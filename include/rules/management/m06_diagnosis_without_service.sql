-- A secondary diagnosis for which nothing was done or given during the whole stay.
with expected as (
    select
        diagnoses.mdtrt_id,
        diagnoses.setl_id,
        diagnoses.diag_code,
        evidence_list.kp_id,
        evidence_list.diagnosis_name,
        evidence_list.item_set
    from {{ ref('int_listed_diagnoses') }} as diagnoses
    inner join {{ ref('diagnosis_evidence') }} as evidence_list
        on
            diagnoses.kp_id = evidence_list.kp_id
            and {{ in_force('evidence_list', 'diagnoses.began_on') }}
    where
        diagnoses.list_id = 'diagnosis_evidence'
        and diagnoses.is_in_quarter
        and not diagnoses.is_main
),

-- What the patient paid counts as well: it was done.
done as (
    select distinct
        lines.mdtrt_id,
        sets.set_id
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('item_sets') }} as sets
        on lines.kp_id = sets.kp_id and {{ in_force('sets', 'lines.fee_date') }}
    where lines.list_id = 'item_sets'
),

-- A diagnosis may have several sets of services; one line of one of them will do.
unsupported as (
    select
        expected.setl_id,
        expected.diag_code,
        min(expected.kp_id) as kp_id,
        min(expected.diagnosis_name) as diagnosis_name
    from expected
    left join done
        on expected.mdtrt_id = done.mdtrt_id and expected.item_set = done.set_id
    group by expected.setl_id, expected.diag_code
    having count(done.set_id) = 0
)

select
    setl_id,
    null as bkkp_sn,
    kp_id,
    null as violating_quantity,
    null as violating_amount,
    null as verdict,
    '其他诊断 ' || min(diag_code) || '（' || min(diagnosis_name)
    || '）在住院期间没有相应的药品、检查或治疗' as hit_reason,
    {{ evidence({'diag_code': 'min(diag_code)', 'diagnoses': 'count(*)'}) }} as evidence
from unsupported
group by setl_id, kp_id
