{% macro generate_schema_name(custom_schema_name, node) -%}
    {#- Schemas are named by their layer alone, so that people can query them. What is built apart
        (CLAIM_REVIEW_APART) has schemas of its own beside them: all of `preview`, of `touched` what
        is about some people only. The lists are read where they lie. -#}
    {%- set name = custom_schema_name | trim if custom_schema_name else target.schema -%}
    {%- set apart = env_var('CLAIM_REVIEW_APART', '') -%}
    {%- if
        not apart
        or name == 'lists'
        or (apart == 'touched' and (name == 'marts' or counts_all(node)))
    -%}
        {{ name }}
    {%- else -%}
        {{ apart }}_{{ name }}
    {%- endif -%}
{%- endmacro %}
