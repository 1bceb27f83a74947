{#- What differs from run to run comes by the environment: a changed `--vars` makes dbt parse
    the whole project anew, a changed variable of the environment the files that name it. -#}

{% macro as_of() -%}
    {#- The moment of the run: what is new was detected then. -#}
    {{- return(env_var('CLAIM_REVIEW_AS_OF', '1970-01-01T00:00:00+00:00')) -}}
{%- endmacro %}

{% macro knowledge_release() -%}
    {#- The state of the lists that hits are judged by. -#}
    {{- return(env_var('CLAIM_REVIEW_KNOWLEDGE_RELEASE', 'unreleased')) -}}
{%- endmacro %}
