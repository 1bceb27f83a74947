{% macro union_rule_hits(rule_models) -%}
    {#- All rows of the listed hit rules; the build fails when one is not listed. -#}
    {%- for node in rule_nodes('hit') if node.name not in rule_models -%}
        {{ exceptions.raise_compiler_error(
            node.name ~ ' is a rule but is not listed in rule_hits_in_force'
        ) }}
    {%- endfor -%}
    {%- for rule_model in rule_models %}
    select
        '{{ rule_id(rule_model) }}' as rule_id,
        setl_id,
        bkkp_sn,
        kp_id,
        violating_quantity::numeric as violating_quantity,
        violating_amount::numeric as violating_amount,
        verdict,
        hit_reason,
        evidence
    from {{ ref(rule_model) }}
    {% if not loop.last %}union all{% endif %}
    {%- endfor %}
{%- endmacro %}
