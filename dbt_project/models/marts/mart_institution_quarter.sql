-- KPIs of each institution and quarter (K01–K18 of the KPI dictionary), inpatient view by
-- settlement date: the rows of mart_fund_kpi that others outside this project read by these names.
{{ config(materialized='incremental', pre_hook='{{ replace_quarter() }}') }}
select
    quarter,
    code as fixmedins_code,
    settlements,
    medfee_amount,
    total_fund_pay_amount,
    inpatient_total_fee,
    pooled_fund_amount,
    fund_pay_amount,
    inpatient_visits,
    inpatient_persons,
    fee_per_visit,
    pooled_fund_per_visit,
    average_length_of_stay::numeric(18, 2) as average_length_of_stay,
    inpatient_total_fee_growth,
    pooled_fund_amount_growth,
    inpatient_visits_growth,
    fee_per_visit_growth,
    pooled_fund_per_visit_growth,
    drug_share,
    exam_lab_share,
    material_share,
    personal_burden_share,
    inscope_self_pay_share,
    self_funded_share,
    actual_reimbursement_rate,
    inscope_reimbursement_rate,
    visits_per_person,
    persons_per_visit,
    cross_quarter_reversals,
    cross_quarter_reversed_amount,
    cross_quarter_reversed_fund_amount
from {{ ref('mart_fund_kpi') }}
where
    quarter = '{{ var("quarter") }}'
    and view = 'settled'
    and locality = 'all'
    and dimension = 'institution'
    -- An institution may have nothing but what it gave back.
    and (settlements > 0 or reversals > 0)
