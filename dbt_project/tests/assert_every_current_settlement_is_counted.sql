-- Guards the sentence "all settlements of the quarter were screened": each rule was asked
-- about every current settlement that was delivered, and D-01 is about all of them.
with delivered as (
    select count(*) as settlements
    from {{ ref('stg_setl_d') }}
    where
        setl_time >= {{ quarter_start() }}
        and setl_time < {{ quarter_end() }}
)

select
    coverage.rule_id,
    coverage.settlements_current,
    coverage.settlements_in_scope,
    delivered.settlements as settlements_delivered
from {{ ref('fct_screening_coverage') }} as coverage
cross join delivered
where
    coverage.quarter = '{{ var("quarter") }}'
    and (
        coverage.settlements_current <> delivered.settlements
        or (coverage.rule_id = 'D-01' and coverage.settlements_in_scope <> delivered.settlements)
    )
