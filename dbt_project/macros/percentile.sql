{% macro percentile(share, expression) -%}
    {#- The value that `share` of a group's values lie below, interpolated, to four digits. -#}
    round(
        percentile_cont({{ share }}) within group (order by {{ expression }})::numeric, 4
    )::numeric(30, 4)
{%- endmacro %}
