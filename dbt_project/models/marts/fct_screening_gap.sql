-- Why settlements in a rule's scope were not judged: one row per rule and reason.
{{ config(materialized='incremental', pre_hook='{{ replace_quarter() }}') }}
select
    '{{ var("quarter") }}'::text as quarter,
    outcomes.rule_id,
    outcomes.reason,
    reasons.label,
    sum(outcomes.settlements)::int as settlements
from {{ ref('screening_outcomes') }} as outcomes
left join {{ ref('not_judged_reasons') }} as reasons on outcomes.reason = reasons.reason
where outcomes.outcome = 'not_judged'
group by outcomes.rule_id, outcomes.reason, reasons.label
