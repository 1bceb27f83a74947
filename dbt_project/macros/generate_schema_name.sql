{% macro generate_schema_name(custom_schema_name, node) -%}
    {#- Schemas are named by their layer alone, so that people can query them. What is built apart
        (CLAIM_REVIEW_APART) has schemas of its own beside them, such as preview_hits; the lists
        are read where they lie, and `touched` rows go into the marts of all. -#}
    {%- set name = custom_schema_name | trim if custom_schema_name else target.schema -%}
    {%- set apart = env_var('CLAIM_REVIEW_APART', '') -%}
    {%- if not apart or name == 'lists' or (apart == 'touched' and name == 'marts') -%}
        {{ name }}
    {%- else -%}
        {{ apart }}_{{ name }}
    {%- endif -%}
{%- endmacro %}
