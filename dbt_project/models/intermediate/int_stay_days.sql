-- What was done on each day of a stay: lines of care against bed, consultation, nursing and
-- registration, and money by kind of charge. An unknown kind counts as care: the mildest reading.
-- Lines without a date are in one row without a day, so that sums over the stay are whole.
select
    mdtrt_id,
    fee_date,
    (count(*) filter (where coalesce(med_chrgitm_type, '') not in ('01', '02', '07', '13')))::int
        as clinical_lines,
    (count(*) filter (where med_chrgitm_type in ('01', '02', '07', '13')))::int as other_lines,
    sum(fee_amount)::numeric(16, 2) as fee_amount,
    sum(case when med_chrgitm_type in ('09', '10', '11') then fee_amount else 0 end)::numeric(16, 2)
        as drug_amount,
    sum(case when med_chrgitm_type in ('03', '04') then fee_amount else 0 end)::numeric(16, 2)
        as exam_lab_amount,
    sum(case when med_chrgitm_type = '05' then fee_amount else 0 end)::numeric(16, 2)
        as treatment_amount,
    sum(case when med_chrgitm_type = '06' then fee_amount else 0 end)::numeric(16, 2)
        as surgery_amount,
    sum(case when med_chrgitm_type = '08' then fee_amount else 0 end)::numeric(16, 2)
        as material_amount
from {{ ref('int_fee_lines') }}
where med_type_group = '住院'
group by mdtrt_id, fee_date
