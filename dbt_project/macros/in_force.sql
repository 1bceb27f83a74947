{% macro in_force(list_row, day) -%}
    {#- Whether a dated list row is valid on `day`; an empty end means until further notice. -#}
    {{ day }} between {{ list_row }}.valid_from
        and coalesce({{ list_row }}.valid_to, date '9999-12-31')
{%- endmacro %}
