-- A drug or service given to a patient with a diagnosis that forbids it; the first line speaks
-- for all.
with forbidden as (
    select
        lines.setl_id,
        lines.bkkp_sn,
        lines.quantity,
        limits.kp_id,
        limits.item_name,
        diagnoses.diag_code,
        row_number() over (
            partition by lines.mdtrt_id, limits.kp_id
            order by lines.fee_ocur_time nulls last, lines.bkkp_sn, diagnoses.diag_code
        ) as turn
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('contraindications') }} as limits
        on lines.kp_id = limits.kp_id and {{ in_force('limits', 'lines.fee_date') }}
    inner join {{ ref('int_listed_diagnoses') }} as diagnoses
        on
            lines.mdtrt_id = diagnoses.mdtrt_id
            and limits.set_id = diagnoses.set_id
            and diagnoses.list_id = 'diagnosis_sets'
    where
        lines.list_id = 'contraindications'
        and lines.is_in_quarter
)

select
    setl_id,
    bkkp_sn,
    kp_id,
    quantity as violating_quantity,
    null as violating_amount,
    null as verdict,
    item_name || ' 对诊断 ' || diag_code || ' 属禁忌' as hit_reason,
    {{ evidence({'diag_code': 'diag_code'}) }} as evidence
from forbidden
where turn = 1
