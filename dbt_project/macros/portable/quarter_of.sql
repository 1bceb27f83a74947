{% macro quarter_of(moment) -%}
    {#- The quarter that a date or timestamp lies in, written 2025Q1. -#}
    {{ return(adapter.dispatch('quarter_of')(moment)) }}
{%- endmacro %}

{% macro postgres__quarter_of(moment) -%}
    to_char({{ moment }}, 'YYYY"Q"Q')
{%- endmacro %}

{% macro duckdb__quarter_of(moment) -%}
    strftime({{ moment }}, '%Y') || 'Q' || extract(quarter from {{ moment }})
{%- endmacro %}
