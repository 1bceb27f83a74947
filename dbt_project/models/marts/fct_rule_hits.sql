-- All hits, one row per rule, knowledge point and flagged unit. A run replaces its
-- quarter whole; a hit found before keeps the moment it was first detected.
{{ config(
    materialized='incremental',
    meta={'by_quarter': true},
    pre_hook=[
        '{{ ensure_quarter() }}',
        "{{ keep_detection_times('hit_id', ref('hits_attributed')) }}", '{{ replace_hits() }}'
    ],
) }}
{% if is_incremental() -%}
-- A whole stay may be hit in the quarter after its settlement: what that settlement has been
-- refused in earlier quarters is no longer there to refuse.
with refused_before as (
    select
        setl_id,
        sum(attributed_fund_amount) as refused_amount
    from {{ this }}
    where quarter < '{{ var("quarter") }}'
    group by setl_id
)

{% endif -%}
select
    hits.hit_id,
    hits.rule_id,
    hits.rule_version,
    hits.rule_status,
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
    {% if is_incremental() -%}
    case
        when refused_before.setl_id is null then hits.attributed_fund_amount
        else
            least(
                hits.settlement_claimed_so_far,
                greatest(0, hits.settlement_cap - refused_before.refused_amount)
            )
            - least(
                hits.settlement_claimed_so_far - hits.line_capped_amount,
                greatest(0, hits.settlement_cap - refused_before.refused_amount)
            )
    end::numeric(16, 2) as attributed_fund_amount,
    {%- else -%}
    hits.attributed_fund_amount::numeric(16, 2) as attributed_fund_amount,
    {%- endif %}
    hits.loss_basis,
    -- What only informs may be looked at, but nothing of it can be refused.
    case
        when hits.loss_basis = 'item' and hits.amount_method not in ('display', 'none')
            then hits.line_cap
        else 0
    end::numeric(16, 2) as line_fund_cap,
    hits.settlement_cap::numeric(16, 2) as settlement_fund_cap,
    hits.rule_status = 'live' and hits.final_verdict in ('hard', 'suspect') as is_case,
    hits.is_accepted,
    hits.fails_a_gate,
    hits.hit_reason,
    hits.evidence,
    '{{ knowledge_release() }}'::text as knowledge_release,
    hits.batch_id,
    {% if is_incremental() -%}
    coalesce(detected_before.detected_at, '{{ as_of() }}'::timestamptz) as detected_at
    {%- else -%}
    '{{ as_of() }}'::timestamptz as detected_at
    {%- endif %}
from {{ ref('hits_attributed') }} as hits
{% if is_incremental() %}
left join detected_before on hits.hit_id = detected_before.hit_id
left join refused_before on hits.setl_id = refused_before.setl_id
{% endif %}
