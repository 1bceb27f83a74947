{% macro knowledge_release() -%}
    {#- The environment brings it, not --vars: a changed variable makes dbt parse the whole
        project anew, a changed value of the environment only the files that use it. -#}
    {{- return(env_var('CLAIM_REVIEW_KNOWLEDGE_RELEASE', 'unreleased')) -}}
{%- endmacro %}
