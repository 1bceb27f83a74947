{% macro union_rule_signals(rule_models) -%}
    {#- All rows of the listed signal rules; the build fails when one is not listed. -#}
    {%- for node in rule_nodes('signal') if node.name not in rule_models -%}
        {{ exceptions.raise_compiler_error(
            node.name ~ ' is a rule but is not listed in macros/signal_rules.sql'
        ) }}
    {%- endfor -%}
    {%- for rule_model in rule_models %}
    select
        '{{ rule_id(rule_model) }}' as rule_id,
        fixmedins_code,
        practitioner_code::text as practitioner_code,
        subject::text as subject,
        metric_id,
        period_start::date as period_start,
        period_end::date as period_end,
        observed::numeric(18, 6) as observed,
        expected::numeric(18, 6) as expected,
        spread::numeric(18, 6) as spread,
        robust_z::numeric(18, 3) as robust_z,
        peers::int as peers,
        amount::numeric(16, 2) as amount,
        verdict::text as verdict,
        signal_reason,
        evidence
    from {{ ref(rule_model) }}
    {% if not loop.last %}union all{% endif %}
    {%- endfor %}
{%- endmacro %}
