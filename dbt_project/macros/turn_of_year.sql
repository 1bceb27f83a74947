{% macro turn_of_year(day) -%}
    {#- The first of January of the year of `day`, or of the next one for a 31 December. -#}
    date_trunc('year', {{ day }} + 1)::date
{%- endmacro %}
