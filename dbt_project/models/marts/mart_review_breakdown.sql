-- What reports show: settlements and hits of a quarter by class, level, county, rule,
-- amount band and verdict, and in total. Data gates are findings about data, not about
-- conduct: they appear by rule and by verdict and nowhere else. Rules on trial (shadow) and
-- rules that only signal are not here at all.
{{ config(materialized='incremental', pre_hook='{{ replace_quarter() }}') }}
with screened as (
    select
        settlements.setl_id,
        settlements.fixmedins_code,
        settlements.medfee_sumamt + settlements.reversed_amount as medfee_sumamt,
        settlements.fund_net_amount as fund_pay_sumamt,
        institutions.institution_class,
        institutions.hospital_level_name,
        institutions.county
    from {{ ref('int_settlements') }} as settlements
    left join {{ ref('dim_institution') }} as institutions
        on settlements.fixmedins_code = institutions.fixmedins_code
    where
        settlements.quarter = '{{ var("quarter") }}'
        and settlements.standing = 'net'
),

hits as (
    select
        hits.*,
        rules.rule_name,
        institutions.institution_class,
        institutions.hospital_level_name,
        institutions.county,
        case
            when hits.hit_fund_amount < 50 then 1
            when hits.hit_fund_amount < 200 then 2
            when hits.hit_fund_amount < 1000 then 3
            when hits.hit_fund_amount <= 5000 then 4
            else 5
        end as band
    from {{ ref('fct_rule_hits') }} as hits
    inner join {{ ref('dim_rule') }} as rules on hits.rule_id = rules.rule_id
    left join {{ ref('dim_institution') }} as institutions
        on hits.fixmedins_code = institutions.fixmedins_code
    where
        hits.quarter = '{{ var("quarter") }}'
        and hits.rule_status = 'live'
),

conduct as (
    select * from hits
    where verdict <> 'gate'
),

{% set dimensions = [
    ('class', 'institution_class'), ('level', 'hospital_level_name'), ('county', 'county')
] %}
settlement_sums as (
    select
        'total' as dimension,
        '全州' as label,
        count(distinct fixmedins_code) as institutions,
        count(*) as settlements,
        sum(medfee_sumamt) as medfee_amount,
        sum(fund_pay_sumamt) as fund_pay_amount
    from screened
    {% for dimension, column in dimensions %}
    union all
    select
        '{{ dimension }}',
        {{ column }},
        count(distinct fixmedins_code),
        count(*),
        sum(medfee_sumamt),
        sum(fund_pay_sumamt)
    from screened
    group by {{ column }}
    {% endfor %}
),

hit_sums as (
    select
        'total' as dimension,
        '全州' as label,
        count(*) as hits,
        sum(hit_fee_amount) as hit_fee_amount,
        sum(hit_fund_amount) as hit_fund_amount,
        sum(attributed_fund_amount) as attributed_fund_amount
    from conduct
    {% for dimension, column in dimensions %}
    union all
    select
        '{{ dimension }}',
        {{ column }},
        count(*),
        sum(hit_fee_amount),
        sum(hit_fund_amount),
        sum(attributed_fund_amount)
    from conduct
    group by {{ column }}
    {% endfor %}
),

by_place as (
    select
        settlement_sums.dimension,
        case when settlement_sums.dimension = 'total' then 'all' else settlement_sums.label end
            as code,
        settlement_sums.label,
        settlement_sums.institutions,
        settlement_sums.settlements,
        settlement_sums.medfee_amount,
        settlement_sums.fund_pay_amount,
        hit_sums.hits,
        hit_sums.hit_fee_amount,
        hit_sums.hit_fund_amount,
        hit_sums.attributed_fund_amount,
        settlement_sums.medfee_amount as weight
    from settlement_sums
    left join hit_sums
        on
            settlement_sums.dimension = hit_sums.dimension
            and settlement_sums.label = hit_sums.label
),

by_rule as (
    select
        'rule' as dimension,
        rules.rule_id as code,
        rules.rule_name as label,
        count(distinct hits.fixmedins_code) as institutions,
        max(coverage.settlements_screened) as settlements,
        null::numeric as medfee_amount,
        null::numeric as fund_pay_amount,
        count(hits.hit_id) as hits,
        sum(hits.hit_fee_amount) as hit_fee_amount,
        sum(hits.hit_fund_amount) as hit_fund_amount,
        sum(hits.attributed_fund_amount) as attributed_fund_amount,
        coalesce(sum(hits.hit_fund_amount), 0) as weight
    from {{ ref('dim_rule') }} as rules
    inner join {{ ref('fct_screening_coverage') }} as coverage
        on
            rules.rule_id = coverage.rule_id
            and coverage.quarter = '{{ var("quarter") }}'
    left join hits on rules.rule_id = hits.rule_id
    where
        coverage.rule_status = 'live'
        and rules.grain not in ('institution', 'department', 'practitioner')
    group by rules.rule_id, rules.rule_name
),

by_hit as (
    {% for dimension, code, label in [
        ('amount_band', 'band::text',
         "(array['50 元以下', '50–200 元', '200–1000 元', '1000–5000 元', '5000 元以上'])[band]"),
        ('verdict', 'verdict',
         "case verdict when 'hard' then '明确违规' when 'suspect' then '可疑' when 'alert' then '提示' else '数据门禁' end"),
    ] %}
    select
        '{{ dimension }}' as dimension,
        {{ code }} as code,
        {{ label }} as label,
        count(distinct fixmedins_code) as institutions,
        count(distinct setl_id) as settlements,
        null::numeric as medfee_amount,
        null::numeric as fund_pay_amount,
        count(*) as hits,
        sum(hit_fee_amount) as hit_fee_amount,
        sum(hit_fund_amount) as hit_fund_amount,
        sum(attributed_fund_amount) as attributed_fund_amount,
        {{ "-min(band)" if dimension == 'amount_band' else "count(*)" }}::numeric as weight
    from {{ 'conduct' if dimension == 'amount_band' else 'hits' }}
    group by {{ code }}, {{ label }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

everything as (
    select * from by_place
    union all
    select * from by_rule
    union all
    select * from by_hit
)

select
    '{{ var("quarter") }}'::text as quarter,
    dimension,
    row_number() over (partition by dimension order by weight desc nulls last, code asc)::int
        as position,
    code,
    label,
    institutions::int as institutions,
    settlements::int as settlements,
    medfee_amount::numeric(18, 2) as medfee_amount,
    fund_pay_amount::numeric(18, 2) as fund_pay_amount,
    coalesce(hits, 0)::int as hits,
    coalesce(hit_fee_amount, 0)::numeric(18, 2) as hit_fee_amount,
    coalesce(hit_fund_amount, 0)::numeric(18, 2) as hit_fund_amount,
    coalesce(attributed_fund_amount, 0)::numeric(18, 2) as attributed_fund_amount
from everything
