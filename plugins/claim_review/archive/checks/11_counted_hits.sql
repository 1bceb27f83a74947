-- Hits that the coverage of a rule counts are rows of hits and signals.
with found as (
    select rule_id, count(*) as hits
    from (
        select rule_id from marts.fct_rule_hits where quarter = %(quarter)s
        union all
        select rule_id from marts.fct_institution_signals where quarter = %(quarter)s
    ) as both_kinds
    group by rule_id
),

counted as (
    select rule_id, hits
    from marts.fct_screening_coverage
    where quarter = %(quarter)s
)

select
    coalesce(counted.rule_id, found.rule_id) as rule_id,
    counted.hits as counted,
    found.hits as found
from counted
full join found on counted.rule_id = found.rule_id
where coalesce(counted.hits, -1) <> coalesce(found.hits, 0)
order by 1
