-- Of each rule, what it is about was screened or has a reason why not.
with gaps as (
    select rule_id, sum(settlements) as settlements
    from marts.fct_screening_gap
    where quarter = %(quarter)s
    group by rule_id
)

select
    coverage.rule_id,
    coverage.settlements_in_scope as in_scope,
    coverage.settlements_screened as screened,
    coverage.settlements_not_judged as not_judged,
    coalesce(gaps.settlements, 0) as in_gaps
from marts.fct_screening_coverage as coverage
left join gaps on coverage.rule_id = gaps.rule_id
where
    coverage.quarter = %(quarter)s
    and (
        coverage.settlements_in_scope
        <> coverage.settlements_screened + coverage.settlements_not_judged
        or coverage.settlements_not_judged <> coalesce(gaps.settlements, 0)
    )
order by coverage.rule_id
