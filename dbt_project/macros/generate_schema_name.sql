{% macro generate_schema_name(custom_schema_name, node) -%}
    {#- Schemas are named by their layer alone, so that people can query them. What is built apart
        (CLAIM_REVIEW_APART) has schemas of its own beside them: all of `preview`, which may be of
        other lists too; of `touched` what is about some people only. -#}
    {%- set name = custom_schema_name | trim if custom_schema_name else target.schema -%}
    {%- set apart = env_var('CLAIM_REVIEW_APART', '') -%}
    {%- if
        not apart
        or (apart == 'touched' and (name in ('lists', 'marts') or counts_all(node)))
    -%}
        {{ name }}
    {%- else -%}
        {{ apart }}_{{ name }}
    {%- endif -%}
{%- endmacro %}
