-- Guards the screening proof: what a rule is about was screened or is counted as not
-- judged, each gap has its reason, and nothing is out of scope and in scope at once.
with gaps as (
    select
        quarter,
        rule_id,
        sum(settlements) as settlements
    from {{ ref('fct_screening_gap') }}
    group by quarter, rule_id
)

select
    coverage.*,
    gaps.settlements as settlements_in_gaps
from {{ ref('fct_screening_coverage') }} as coverage
left join gaps on coverage.quarter = gaps.quarter and coverage.rule_id = gaps.rule_id
where
    coverage.settlements_in_scope
    <> coverage.settlements_screened + coverage.settlements_not_judged
    or coverage.settlements_not_judged <> coalesce(gaps.settlements, 0)
    or coverage.settlements_in_scope > coverage.settlements_current
