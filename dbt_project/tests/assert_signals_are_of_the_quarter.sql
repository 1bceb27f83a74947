-- Guards the ids of signals: what was measured lies in the quarter, so no two quarters can tell
-- of the same.
select
    signal_id,
    rule_id,
    period_start,
    period_end
from {{ ref('fct_institution_signals') }}
where
    quarter = '{{ var("quarter") }}'
    and not (
        period_start >= {{ quarter_start() }}
        and period_end < {{ quarter_end() }}
        and period_start <= period_end
    )
