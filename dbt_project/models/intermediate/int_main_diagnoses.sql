-- What each encounter was mainly for, among all of its diagnoses and among those of ICD-10 alone:
-- sets and indications are of ICD-10, with which Chinese and house codes can't be compared.
with diagnoses as (
    select
        *,
        coalesce({{ matches('diag_code', "'^[A-Z][0-9]{2}'") }}, false) as has_icd_shape,
        coalesce(diag_type, '1') = '1' as is_western
    from {{ ref('int_encounter_diagnoses') }}
)

select
    mdtrt_id,
    coalesce(max(case when is_main then diag_code end), min(diag_code)) as main_diagnosis,
    coalesce(
        max(case when is_main and is_western and has_icd_shape then diag_code end),
        min(case when is_western and has_icd_shape then diag_code end)
    ) as icd_main_diagnosis,
    bool_or(has_icd_shape) as has_icd_code,
    -- 2 and 3: the disease and the syndrome of Chinese medicine.
    coalesce(bool_or(diag_type in ('2', '3')), false) as has_chinese_diagnosis
from diagnoses
group by mdtrt_id
