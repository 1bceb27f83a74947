{% macro is_withdrawn(column='vali_flag') -%}
    {#- Whether a row's vali_flag withdraws it: 0, however the extract spells it. -#}
    (coalesce({{ column }}, '1') in ('0', '00', '0.0'))
{%- endmacro %}
