{% macro evidence(values) -%}
    {#- What a rule saw, as JSON: names and the SQL of their values. -#}
    {{ return(adapter.dispatch('evidence')(values)) }}
{%- endmacro %}

{% macro postgres__evidence(values) -%}
    jsonb_build_object(
        {%- for name, value in values.items() %}
        '{{ name }}', {{ value }}{{ ',' if not loop.last }}
        {%- endfor %}
    )
{%- endmacro %}

{% macro duckdb__evidence(values) -%}
    json_object(
        {%- for name, value in values.items() %}
        '{{ name }}', {{ value }}{{ ',' if not loop.last }}
        {%- endfor %}
    )
{%- endmacro %}
