{% macro days_between(later, earlier) -%}
    {#- Whole days from one date to a later one, negative when it is not later. -#}
    {{ return(adapter.dispatch('days_between')(later, earlier)) }}
{%- endmacro %}

{% macro postgres__days_between(later, earlier) -%}
    ({{ later }} - ({{ earlier }}))
{%- endmacro %}

{% macro duckdb__days_between(later, earlier) -%}
    cast({{ later }} - ({{ earlier }}) as int)
{%- endmacro %}
