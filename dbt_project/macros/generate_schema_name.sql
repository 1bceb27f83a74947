{% macro generate_schema_name(custom_schema_name, node) -%}
    {#- Schemas are named by their layer alone, so that people can query them. -#}
    {{ custom_schema_name | trim if custom_schema_name else target.schema }}
{%- endmacro %}
