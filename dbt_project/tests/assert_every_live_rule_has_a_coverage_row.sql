-- Guards against a live rule that was never asked: without its row of coverage, having no
-- hits looks like having found nothing. A quarter without settlements has no rows at all.
select rules.rule_id
from {{ ref('dim_rule') }} as rules
left join {{ ref('fct_screening_coverage') }} as coverage
    on
        rules.rule_id = coverage.rule_id
        and coverage.quarter = '{{ var("quarter") }}'
where
    rules.status in ('live', 'shadow')
    and coverage.rule_id is null
    and exists (
        select 1
        from {{ ref('int_settlements') }} as settlements
        where settlements.quarter = '{{ var("quarter") }}'
    )
