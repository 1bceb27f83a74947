{% macro growth(now, before) -%}
    {#- Growth against an earlier value as a fraction, null where there was none. -#}
    round({{ now }} / nullif({{ before }}, 0)::numeric - 1, 4)::numeric(30, 4)
{%- endmacro %}
