-- Metrics of the quarter's prescriptions outside stays: how many are copies of one another,
-- and how few doctors sign what a pharmacy sells to the fund.
with prescriptions as (
    select
        prescriptions.fixmedins_code,
        prescriptions.med_type_group,
        prescriptions.psn_no,
        prescriptions.bilg_dr_code,
        prescriptions.kinds,
        prescriptions.template_key,
        settlements.fund_pay_sumamt > 0 as is_pooled
    from {{ ref('int_prescriptions') }} as prescriptions
    inner join {{ ref('int_settlements') }} as settlements
        on prescriptions.setl_id = settlements.setl_id
    where prescriptions.is_in_quarter
),

-- One drug is no template, and what one person gets again is a continued treatment.
templates as (
    select
        fixmedins_code,
        template_key,
        count(*)::int as prescriptions,
        count(distinct psn_no)::int as persons
    from prescriptions
    where
        kinds >= 2
        and med_type_group in ('门诊', '慢特病')
    group by fixmedins_code, template_key
),

copies as (
    select
        fixmedins_code,
        sum(prescriptions)::int as prescriptions,
        coalesce(sum(prescriptions) filter (where persons > 1), 0)::int as copied
    from templates
    group by fixmedins_code
),

signed as (
    select
        fixmedins_code,
        bilg_dr_code,
        count(*)::int as prescriptions
    from prescriptions
    where
        med_type_group = '购药'
        and is_pooled
        and bilg_dr_code is not null
    group by fixmedins_code, bilg_dr_code
),

pharmacies as (
    select
        fixmedins_code,
        sum(prescriptions)::int as prescriptions,
        max(prescriptions)::int as most,
        sum(prescriptions::bigint * prescriptions) as squares
    from signed
    group by fixmedins_code
)

select
    'template_share' as metric_id,
    '{{ var("quarter") }}' as quarter,
    fixmedins_code,
    copied as numerator,
    prescriptions as denominator,
    prescriptions as cases,
    prescriptions >= 50 as is_enough
from copies
union all
select
    'prescriber_hhi' as metric_id,
    '{{ var("quarter") }}' as quarter,
    fixmedins_code,
    squares as numerator,
    prescriptions::bigint * prescriptions as denominator,
    prescriptions as cases,
    prescriptions >= 50 as is_enough
from pharmacies
union all
select
    'prescriber_top_share' as metric_id,
    '{{ var("quarter") }}' as quarter,
    fixmedins_code,
    most as numerator,
    prescriptions as denominator,
    prescriptions as cases,
    prescriptions >= 50 as is_enough
from pharmacies
