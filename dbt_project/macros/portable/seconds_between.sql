{% macro seconds_between(later, earlier) -%}
    {#- Complete seconds from one timestamp to a later one, negative when it is not later. -#}
    {{ return(adapter.dispatch('seconds_between')(later, earlier)) }}
{%- endmacro %}

{% macro postgres__seconds_between(later, earlier) -%}
    trunc(extract(epoch from ({{ later }}) - ({{ earlier }})))::int
{%- endmacro %}

{% macro duckdb__seconds_between(later, earlier) -%}
    cast(date_sub('second', {{ earlier }}, {{ later }}) as int)
{%- endmacro %}
