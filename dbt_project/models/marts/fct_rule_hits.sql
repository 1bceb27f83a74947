-- All hits, one row per rule, knowledge point and flagged unit. A run replaces its
-- quarter whole; a hit found before keeps the moment it was first detected.
{{ config(
    materialized='incremental',
    pre_hook=['{{ keep_detection_times() }}', '{{ replace_hits() }}'],
) }}
select
    hits.hit_id,
    hits.rule_id,
    hits.rule_version,
    hits.final_verdict as verdict,
    '{{ var("quarter") }}'::text as quarter,
    hits.setl_id,
    hits.mdtrt_id,
    hits.bkkp_sn,
    hits.psn_no,
    hits.fixmedins_code,
    hits.payer_admdvs,
    hits.kp_id,
    hits.hit_fee_amount::numeric(16, 2) as hit_fee_amount,
    hits.hit_inscp_amount::numeric(16, 2) as hit_inscp_amount,
    hits.hit_fund_amount::numeric(16, 2) as hit_fund_amount,
    hits.attributed_fund_amount::numeric(16, 2) as attributed_fund_amount,
    hits.loss_basis,
    hits.is_accepted,
    hits.fails_a_gate,
    hits.hit_reason,
    hits.evidence,
    '{{ var("knowledge_release") }}'::text as knowledge_release,
    hits.batch_id,
    {% if is_incremental() -%}
    coalesce(detected_before.detected_at, '{{ var("as_of") }}'::timestamptz) as detected_at
    {%- else -%}
    '{{ var("as_of") }}'::timestamptz as detected_at
    {%- endif %}
from {{ ref('hits_attributed') }} as hits
{% if is_incremental() %}
left join detected_before on hits.hit_id = detected_before.hit_id
{% endif %}
