{% macro quarter_end() -%}
    {#- The day after the last day of the quarter under review. -#}
    ({{ quarter_start() }} + interval '3 months')::date
{%- endmacro %}
