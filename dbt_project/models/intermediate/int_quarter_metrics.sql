-- Metrics made of an institution's totals of a quarter, for every quarter of the history.
-- Growth is divided by the earlier quarter here; what it is less 1 is said in
-- int_institution_metrics. fee_per_visit is about ordinary visits alone: what chronic patients
-- cost depends on who they are.
with quarters as (
    select
        fixmedins_code,
        quarter,
        4 * left(quarter, 4)::int + right(quarter, 1)::int as quarter_number,
        count(*)::int as settlements,
        sum(medfee_sumamt + reversed_amount) as fee_amount,
        sum(fund_net_amount) as fund_amount,
        count(*) filter (where med_type_group = '门诊')::int as ordinary_visits,
        sum(medfee_sumamt + reversed_amount) filter (where med_type_group = '门诊')
            as ordinary_fee_amount,
        count(*) filter (where med_type_group in ('门诊', '慢特病'))::int as visits
    from {{ ref('int_settlements') }}
    where standing = 'net'
    group by fixmedins_code, quarter
)

select
    'fee_growth_quarter' as metric_id,
    quarters.quarter,
    quarters.fixmedins_code,
    quarters.fee_amount as numerator,
    earlier.fee_amount as denominator,
    quarters.settlements as cases,
    earlier.fee_amount >= 10000 as is_enough
from quarters
inner join quarters as earlier
    on
        quarters.fixmedins_code = earlier.fixmedins_code
        and quarters.quarter_number = earlier.quarter_number + 1
union all
select
    'fee_growth_year' as metric_id,
    quarters.quarter,
    quarters.fixmedins_code,
    quarters.fee_amount as numerator,
    earlier.fee_amount as denominator,
    quarters.settlements as cases,
    earlier.fee_amount >= 10000 as is_enough
from quarters
inner join quarters as earlier
    on
        quarters.fixmedins_code = earlier.fixmedins_code
        and quarters.quarter_number = earlier.quarter_number + 4
union all
select
    'visits_growth' as metric_id,
    quarters.quarter,
    quarters.fixmedins_code,
    quarters.visits as numerator,
    earlier.visits as denominator,
    quarters.visits as cases,
    earlier.visits >= 100 as is_enough
from quarters
inner join quarters as earlier
    on
        quarters.fixmedins_code = earlier.fixmedins_code
        and quarters.quarter_number = earlier.quarter_number + 4
where earlier.visits > 0
union all
select
    'fund_share' as metric_id,
    quarter,
    fixmedins_code,
    fund_amount as numerator,
    fee_amount as denominator,
    settlements as cases,
    fee_amount >= 10000 as is_enough
from quarters
union all
select
    'fee_per_visit' as metric_id,
    quarter,
    fixmedins_code,
    ordinary_fee_amount as numerator,
    ordinary_visits as denominator,
    ordinary_visits as cases,
    ordinary_visits >= 50 as is_enough
from quarters
where ordinary_visits > 0
