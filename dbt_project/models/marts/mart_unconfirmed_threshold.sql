-- Thresholds that rules judged the quarter by and that nobody at the bureau has confirmed: one
-- row per rule and value in force on some day of the quarter.
{{ config(materialized='incremental', pre_hook='{{ replace_quarter() }}') }}
select
    '{{ var("quarter") }}'::text as quarter,
    cards.rule_id,
    cards.status as rule_status,
    thresholds.threshold_id,
    thresholds.value::numeric(18, 4) as value,
    thresholds.unit,
    thresholds.meaning,
    thresholds.valid_from
from {{ ref('rule_cards') }} as cards
inner join {{ ref('thresholds') }} as thresholds
    on thresholds.threshold_id = any(cards.thresholds)
where
    cards.status in ('live', 'shadow')
    and nullif(trim(thresholds.confirmed_by), '') is null
    and thresholds.valid_from < {{ quarter_end() }}
    and coalesce(thresholds.valid_to, date '9999-12-31') >= {{ quarter_start() }}
