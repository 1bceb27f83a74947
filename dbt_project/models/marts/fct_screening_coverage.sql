-- The screening proof: for each rule, every current settlement of the quarter is either
-- in its scope or not, and in scope either screened or not judged. A correction may move a
-- hit to another quarter; the quarter that lost it has no proof until it is run again.
{{ config(
    materialized='incremental',
    pre_hook=['{{ replace_quarter() }}', '{{ withdraw_stale_proofs() }}'],
) }}
with found as (
    select
        rule_id,
        quarter
    from {{ ref('fct_rule_hits') }}
    union all
    select
        rule_id,
        quarter
    from {{ ref('fct_institution_signals') }}
),

hit_counts as (
    select
        rule_id,
        count(*) as hits
    from found
    where quarter = '{{ var("quarter") }}'
    group by rule_id
)

select
    '{{ var("quarter") }}'::text as quarter,
    screened.rule_id,
    min(rules.status) as rule_status,
    sum(screened.settlements)::int as settlements_current,
    coalesce(
        sum(screened.settlements) filter (where screened.outcome <> 'out_of_scope'), 0
    )::int
        as settlements_in_scope,
    coalesce(sum(screened.settlements) filter (where screened.outcome = 'screened'), 0)::int
        as settlements_screened,
    coalesce(sum(screened.settlements) filter (where screened.outcome = 'not_judged'), 0)::int
        as settlements_not_judged,
    coalesce(max(hit_counts.hits), 0)::int as hits
from {{ ref('screening_outcomes') }} as screened
inner join {{ ref('rules_in_force') }} as rules on screened.rule_id = rules.rule_id
left join hit_counts on screened.rule_id = hit_counts.rule_id
group by screened.rule_id
