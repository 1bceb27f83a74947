{% macro as_of() -%}
    {#- The environment brings it, not --vars: a changed variable makes dbt parse the whole
        project anew, a changed value of the environment only the files that use it. -#}
    {{- return(env_var('CLAIM_REVIEW_AS_OF', '1970-01-01T00:00:00+00:00')) -}}
{%- endmacro %}
