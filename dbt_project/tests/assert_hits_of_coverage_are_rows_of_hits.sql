-- Guards the two places a hit is counted in: a report that quotes the coverage and an
-- export of the hits must not disagree, and no hit may belong to a rule that was not run.
-- Other quarters may be stale: a correction can move a hit away until they are run again.
with counted as (
    select
        quarter,
        rule_id,
        count(*) as hits
    from {{ ref('fct_rule_hits') }}
    where quarter = '{{ var("quarter") }}'
    group by quarter, rule_id
)

select
    coalesce(coverage.quarter, counted.quarter) as quarter,
    coalesce(coverage.rule_id, counted.rule_id) as rule_id,
    coverage.hits as hits_of_coverage,
    counted.hits as rows_of_hits
from (
    select * from {{ ref('fct_screening_coverage') }}
    where quarter = '{{ var("quarter") }}'
) as coverage
full join counted
    on coverage.quarter = counted.quarter and coverage.rule_id = counted.rule_id
where coalesce(coverage.hits, -1) <> coalesce(counted.hits, 0)
