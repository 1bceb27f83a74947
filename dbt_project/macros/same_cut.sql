{% macro same_cut(one, other) -%}
    {#- Whether two rows of the fund KPIs tell of the same cut. -#}
    {{ one }}.view = {{ other }}.view
    and {{ one }}.locality = {{ other }}.locality
    and {{ one }}.dimension = {{ other }}.dimension
    and {{ one }}.code = {{ other }}.code
{%- endmacro %}
