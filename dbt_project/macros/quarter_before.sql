{% macro quarter_before(quarters) -%}
    {#- The quarter so many quarters before the one under review, as text: 1 for 环比, 4 for 同比. -#}
    {%- set key = var('quarter') | string -%}
    {%- set number = 4 * (key[:4] | int) + (key[5:] | int) - 1 - quarters -%}
    {{- return((number // 4) ~ 'Q' ~ (number % 4 + 1)) -}}
{%- endmacro %}
