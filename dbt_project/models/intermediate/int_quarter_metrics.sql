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

-- Each metric is a number of the quarter by one of a quarter before, or of the same one.
{% for metric_id, numerator, denominator, quarters_before, cases, enough in [
    ('fee_growth_quarter', 'fee_amount', 'fee_amount', 1, 'settlements', 10000),
    ('fee_growth_year', 'fee_amount', 'fee_amount', 4, 'settlements', 10000),
    ('visits_growth', 'visits', 'visits', 4, 'visits', 100),
    ('fund_share', 'fund_amount', 'fee_amount', 0, 'settlements', 10000),
    ('fee_per_visit', 'ordinary_fee_amount', 'ordinary_visits', 0, 'ordinary_visits', 50)
] -%}
select
    '{{ metric_id }}' as metric_id,
    quarters.quarter,
    quarters.fixmedins_code,
    quarters.{{ numerator }} as numerator,
    earlier.{{ denominator }} as denominator,
    quarters.{{ cases }} as cases,
    earlier.{{ denominator }} >= {{ enough }} as is_enough
from quarters
inner join quarters as earlier
    on
        quarters.fixmedins_code = earlier.fixmedins_code
        and quarters.quarter_number = earlier.quarter_number + {{ quarters_before }}
where earlier.{{ denominator }} > 0
{% if not loop.last %}union all{% endif %}
{% endfor %}
