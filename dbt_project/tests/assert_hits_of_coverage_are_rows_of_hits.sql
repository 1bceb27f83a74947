-- Guards the two places a hit is counted in, in all quarters: a report that quotes the coverage
-- and an export of the hits or signals must not disagree, and no hit of the quarter under review
-- may belong to a rule that was not run. A quarter that lost hits to this one has no coverage
-- until it is run again.
with found as (
    select
        quarter,
        rule_id
    from {{ ref('fct_rule_hits') }}
    union all
    select
        quarter,
        rule_id
    from {{ ref('fct_institution_signals') }}
),

counted as (
    select
        quarter,
        rule_id,
        count(*) as hits
    from found
    group by quarter, rule_id
)

select
    coalesce(coverage.quarter, counted.quarter) as quarter,
    coalesce(coverage.rule_id, counted.rule_id) as rule_id,
    coverage.hits as hits_of_coverage,
    counted.hits as rows_of_hits
from {{ ref('fct_screening_coverage') }} as coverage
full join counted
    on coverage.quarter = counted.quarter and coverage.rule_id = counted.rule_id
where
    coalesce(coverage.hits, -1) <> coalesce(counted.hits, 0)
    and (coverage.quarter is not null or counted.quarter = '{{ var("quarter") }}')
