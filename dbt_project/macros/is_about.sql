{% macro is_about(rule, settlement) -%}
    {#- Whether a rule's card is about settlements of this kind: scene, hospital level and fund. -#}
    (
        {{ settlement }}.med_type_group = any({{ rule }}.scenes)
        and {{ rule }}.levels && array['all', {{ settlement }}.hospital_level_name]::text[]
        and {{ settlement }}.paid_from = any({{ rule }}.funds)
    )
{%- endmacro %}
