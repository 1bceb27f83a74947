-- KPIs of each institution and quarter (K01–K18 of the KPI dictionary), inpatient view by
-- settlement date. Amounts in yuan, shares as fractions, null where the base is nothing.
{{ config(materialized='incremental', pre_hook='{{ replace_quarter() }}') }}
-- What reversals of a part took off settlements that stand, whatever their sign.
with given_back as (
    select
        links.original_setl_id as setl_id,
        sum(abs(reversals.medfee_sumamt)) as medfee_sumamt,
        sum(abs(reversals.hifp_pay)) as hifp_pay,
        sum(abs(reversals.fund_pay_sumamt)) as fund_pay_sumamt,
        sum(abs(reversals.psn_pay)) as psn_pay,
        sum(abs(reversals.inscp_amt)) as inscp_amt,
        sum(abs(reversals.fulamt_ownpay_amt)) as fulamt_ownpay_amt
    from {{ ref('int_reversals') }} as links
    inner join {{ ref('stg_setl_d') }} as reversals on links.setl_id = reversals.setl_id
    where links.original_setl_id is not null
    group by links.original_setl_id
),

inpatient as (
    select
        netted.fixmedins_code,
        netted.quarter,
        sum(netted.medfee_sumamt - coalesce(back.medfee_sumamt, 0)) as inpatient_total_fee,
        sum(netted.hifp_pay - coalesce(back.hifp_pay, 0)) as pooled_fund_amount,
        sum(netted.fund_pay_sumamt - coalesce(back.fund_pay_sumamt, 0)) as fund_pay_amount,
        sum(netted.psn_pay - coalesce(back.psn_pay, 0)) as personal_amount,
        sum(netted.inscp_amt - coalesce(back.inscp_amt, 0)) as inscp_amount,
        sum(netted.fulamt_ownpay_amt - coalesce(back.fulamt_ownpay_amt, 0)) as self_funded_amount,
        count(distinct coalesce(netted.mdtrt_id, netted.setl_id)) as inpatient_visits,
        count(distinct netted.psn_no) as inpatient_persons
    from {{ ref('int_settlements') }} as netted
    left join given_back as back on netted.setl_id = back.setl_id
    where
        netted.standing = 'net'
        and netted.med_type_group = '住院'
    group by netted.fixmedins_code, netted.quarter
),

all_settlements as (
    select
        fixmedins_code,
        count(*) filter (where standing = 'net') as settlements,
        sum(medfee_sumamt + reversed_amount) filter (where standing = 'net') as medfee_amount,
        sum(fund_net_amount) filter (where standing = 'net') as total_fund_pay_amount
    from {{ ref('int_settlements') }}
    where
        -- An institution may have nothing but what it gave back.
        standing in ('net', 'reversal')
        and quarter = '{{ var("quarter") }}'
    group by fixmedins_code
),

-- 跨季冲正: what the quarter took back of stays that were settled, and reported, before it.
cross_quarter as (
    select
        reversals.fixmedins_code,
        count(*) as reversals,
        sum(links.reversed_amount) as reversed_amount,
        sum(links.reversed_fund_amount) as reversed_fund_amount
    from {{ ref('int_settlements') }} as reversals
    inner join {{ ref('int_reversals') }} as links on reversals.setl_id = links.setl_id
    inner join {{ ref('stg_setl_d') }} as originals
        on links.original_setl_id = originals.setl_id
    where
        reversals.quarter = '{{ var("quarter") }}'
        and reversals.med_type_group = '住院'
        and originals.setl_time < {{ quarter_start() }}
    group by reversals.fixmedins_code
),

fee_classes as (
    select
        fixmedins_code,
        sum(fee_amount) filter (where med_chrgitm_type in ('09', '10', '11')) as drug_amount,
        sum(fee_amount) filter (where med_chrgitm_type in ('03', '04')) as exam_lab_amount,
        sum(fee_amount) filter (where med_chrgitm_type = '08') as material_amount
    from {{ ref('int_fee_lines') }}
    where
        is_in_quarter
        and med_type_group = '住院'
    group by fixmedins_code
),

-- Stays longer than a year or ending before they began belong to the data-quality list.
stays as (
    select
        fixmedins_code,
        avg(length_of_stay) as average_length_of_stay
    from {{ ref('int_stays') }}
    where
        is_in_quarter
        and discharged_on - admitted_on between 0 and 365
    group by fixmedins_code
)

select
    '{{ var("quarter") }}'::text as quarter,
    everything.fixmedins_code,
    everything.settlements::int as settlements,
    coalesce(everything.medfee_amount, 0)::numeric(18, 2) as medfee_amount,
    coalesce(everything.total_fund_pay_amount, 0)::numeric(18, 2) as total_fund_pay_amount,
    coalesce(now.inpatient_total_fee, 0)::numeric(18, 2) as inpatient_total_fee,
    coalesce(now.pooled_fund_amount, 0)::numeric(18, 2) as pooled_fund_amount,
    coalesce(now.fund_pay_amount, 0)::numeric(18, 2) as fund_pay_amount,
    coalesce(now.inpatient_visits, 0)::int as inpatient_visits,
    coalesce(now.inpatient_persons, 0)::int as inpatient_persons,
    {{ ratio('now.inpatient_total_fee', 'now.inpatient_visits', 2) }} as fee_per_visit,
    {{ ratio('now.pooled_fund_amount', 'now.inpatient_visits', 2) }} as pooled_fund_per_visit,
    round(stays.average_length_of_stay, 2)::numeric(18, 2) as average_length_of_stay,
    {{ growth('now.inpatient_total_fee', 'a_year_ago.inpatient_total_fee') }}
        as inpatient_total_fee_growth,
    {{ growth('now.pooled_fund_amount', 'a_year_ago.pooled_fund_amount') }}
        as pooled_fund_amount_growth,
    {{ growth('now.inpatient_visits', 'a_year_ago.inpatient_visits') }} as inpatient_visits_growth,
    {{ growth(
        'now.inpatient_total_fee / now.inpatient_visits',
        'a_year_ago.inpatient_total_fee / a_year_ago.inpatient_visits'
    ) }} as fee_per_visit_growth,
    {{ growth(
        'now.pooled_fund_amount / now.inpatient_visits',
        'a_year_ago.pooled_fund_amount / a_year_ago.inpatient_visits'
    ) }} as pooled_fund_per_visit_growth,
    {{ ratio('coalesce(fee_classes.drug_amount, 0)', 'now.inpatient_total_fee', 4) }} as drug_share,
    {{ ratio('coalesce(fee_classes.exam_lab_amount, 0)', 'now.inpatient_total_fee', 4) }}
        as exam_lab_share,
    {{ ratio('coalesce(fee_classes.material_amount, 0)', 'now.inpatient_total_fee', 4) }}
        as material_share,
    {{ ratio('now.personal_amount', 'now.inpatient_total_fee', 4) }} as personal_burden_share,
    {{ ratio('(now.inscp_amount - now.fund_pay_amount)', 'now.inpatient_total_fee', 4) }}
        as inscope_self_pay_share,
    {{ ratio('now.self_funded_amount', 'now.inpatient_total_fee', 4) }} as self_funded_share,
    {{ ratio('now.fund_pay_amount', 'now.inpatient_total_fee', 4) }} as actual_reimbursement_rate,
    {{ ratio('now.fund_pay_amount', 'now.inscp_amount', 4) }} as inscope_reimbursement_rate,
    {{ ratio('now.inpatient_visits', 'now.inpatient_persons', 4) }} as visits_per_person,
    {{ ratio('now.inpatient_persons', 'now.inpatient_visits', 4) }} as persons_per_visit,
    coalesce(cross_quarter.reversals, 0)::int as cross_quarter_reversals,
    coalesce(cross_quarter.reversed_amount, 0)::numeric(18, 2) as cross_quarter_reversed_amount,
    coalesce(cross_quarter.reversed_fund_amount, 0)::numeric(18, 2)
        as cross_quarter_reversed_fund_amount
from all_settlements as everything
left join inpatient as now
    on
        everything.fixmedins_code = now.fixmedins_code
        and now.quarter = '{{ var("quarter") }}'
left join inpatient as a_year_ago
    on
        everything.fixmedins_code = a_year_ago.fixmedins_code
        and a_year_ago.quarter = {{ quarter_of(quarter_start() ~ " - interval '1 year'") }}
left join fee_classes on everything.fixmedins_code = fee_classes.fixmedins_code
left join stays on everything.fixmedins_code = stays.fixmedins_code
left join cross_quarter on everything.fixmedins_code = cross_quarter.fixmedins_code
