{% macro quarter_of(moment) -%}
    {#- The quarter that a date or timestamp lies in, written 2025Q1. -#}
    to_char({{ moment }}, 'YYYY"Q"Q')
{%- endmacro %}
