-- All signals: where an institution, department or doctor stands out or what it did not deliver.
-- They point at places to look at and refuse nothing. A run replaces its quarter whole; a signal
-- found before keeps the moment it was first detected.
{{ config(
    materialized='incremental',
    meta={'by_quarter': true},
    pre_hook=[
        '{{ ensure_quarter() }}',
        "{{ keep_detection_times('signal_id', ref('signals_judged')) }}", '{{ replace_quarter() }}'
    ],
) }}
select
    signals.signal_id,
    signals.rule_id,
    signals.rule_version,
    signals.rule_status,
    signals.final_verdict as verdict,
    '{{ var("quarter") }}'::text as quarter,
    signals.fixmedins_code,
    signals.practitioner_code,
    signals.subject,
    signals.metric_id,
    signals.period_start,
    signals.period_end,
    signals.observed,
    signals.expected,
    signals.spread,
    signals.robust_z,
    signals.peers,
    signals.rank::int as rank,
    signals.amount,
    signals.signal_reason,
    signals.evidence,
    '{{ knowledge_release() }}'::text as knowledge_release,
    {% if is_incremental() -%}
    coalesce(detected_before.detected_at, '{{ as_of() }}'::timestamptz) as detected_at
    {%- else -%}
    '{{ as_of() }}'::timestamptz as detected_at
    {%- endif %}
from {{ ref('signals_judged') }} as signals
{% if is_incremental() %}
left join detected_before on signals.signal_id = detected_before.signal_id
{% endif %}
