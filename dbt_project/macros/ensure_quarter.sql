{% macro ensure_quarter() -%}
    {#- Makes room for the quarter in a mart that is kept by quarter and is there already. -#}
    {% if is_incremental() -%}
        {{ quarter_partition(this) }}
    {%- endif %}
{%- endmacro %}
