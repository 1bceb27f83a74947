-- Guards the report's tables against each other: classes, levels and counties each add up
-- to the line of totals, and hits by rule are all hits of live rules.
with summed as (
    select
        dimension,
        sum(settlements) as settlements,
        sum(medfee_amount) as medfee_amount,
        sum(hits) as hits,
        sum(attributed_fund_amount) as attributed_fund_amount
    from {{ ref('mart_review_breakdown') }}
    where
        quarter = '{{ var("quarter") }}'
        and dimension in ('class', 'level', 'county')
    group by dimension
),

total as (
    select *
    from {{ ref('mart_review_breakdown') }}
    where
        quarter = '{{ var("quarter") }}'
        and dimension = 'total'
),

by_rule as (
    select sum(hits) as hits
    from {{ ref('mart_review_breakdown') }}
    where
        quarter = '{{ var("quarter") }}'
        and dimension = 'rule'
),

counted as (
    select count(*) as hits
    from {{ ref('fct_rule_hits') }}
    where
        quarter = '{{ var("quarter") }}'
        and rule_status = 'live'
)

select
    summed.dimension,
    summed.hits,
    total.hits as expected_hits
from summed
cross join total
where
    summed.settlements <> total.settlements
    or summed.medfee_amount <> total.medfee_amount
    or summed.hits <> total.hits
    or summed.attributed_fund_amount <> total.attributed_fund_amount
union all
select
    'rule' as dimension,
    by_rule.hits,
    counted.hits as expected_hits
from by_rule
cross join counted
where coalesce(by_rule.hits, 0) <> counted.hits
