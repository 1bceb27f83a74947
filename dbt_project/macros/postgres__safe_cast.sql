{% macro postgres__safe_cast(field, type) -%}
    {#- Unit tests only: dbt calls every array ARRAY, a type that nothing can be cast to. -#}
    cast({{ field }} as {{ 'text[]' if type == 'ARRAY' else type }})
{%- endmacro %}
