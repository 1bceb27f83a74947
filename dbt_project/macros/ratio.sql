{% macro ratio(numerator, denominator, digits) -%}
    {#- A quotient rounded to `digits`, null where the denominator is nothing. -#}
    round({{ numerator }} / nullif({{ denominator }}, 0)::numeric, {{ digits }})::numeric(30, {{ digits }})
{%- endmacro %}
