{% macro replace_quarter() -%}
    {#- Empties the quarter in a mart before it is appended anew, in one transaction: a quarter
        whose rules now find nothing has no hits left. -#}
    {% if is_incremental() -%}
        delete from {{ this }} where quarter = '{{ var("quarter") }}'
    {%- endif %}
{%- endmacro %}
