{% macro quarter_start() -%}
    {#- The first day of the quarter under review. -#}
    {%- set key = var('quarter') | string -%}
    date '{{ key[:4] }}-{{ '%02d' % (3 * (key[5:] | int) - 2) }}-01'
{%- endmacro %}
