{% macro median(expression) -%}
    {#- The median of a group to six digits. Of an even number of values it is the mean of the
        middle two, taken as decimals: engines interpolate floating point differently. -#}
    (
        (
            percentile_disc(0.5) within group (order by ({{ expression }})::numeric(18, 6))
            + percentile_disc(0.5) within group (order by ({{ expression }})::numeric(18, 6) desc)
        ) * 0.5
    )::numeric(18, 6)
{%- endmacro %}
