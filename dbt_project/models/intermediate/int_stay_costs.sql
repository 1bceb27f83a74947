-- What a whole stay cost, by kind of charge.
select
    mdtrt_id,
    sum(fee_amount)::numeric(16, 2) as fee_amount,
    sum(drug_amount)::numeric(16, 2) as drug_amount,
    sum(exam_lab_amount)::numeric(16, 2) as exam_lab_amount,
    sum(treatment_amount)::numeric(16, 2) as treatment_amount,
    sum(surgery_amount)::numeric(16, 2) as surgery_amount,
    sum(material_amount)::numeric(16, 2) as material_amount,
    sum(surgery_amount) > 0 as has_surgery,
    sum(treatment_amount) > 0 as has_treatment
from {{ ref('int_stay_days') }}
group by mdtrt_id
