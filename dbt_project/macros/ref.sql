{% macro ref() -%}
    {#- The model's relation. Where only the rows of touched people are built, whatever counts over
        all people reads the rows of all people, into which the new ones have been put. -#}
    {%- set relation = builtins.ref(*varargs, **kwargs) -%}
    {%- if
        env_var('CLAIM_REVIEW_APART', '') == 'touched'
        and (relation.schema or '').startswith('touched_')
        and (model.config.schema == 'marts' or counts_all(model))
    -%}
        {{- return(relation.replace_path(schema=relation.schema[8:])) -}}
    {%- endif -%}
    {{- return(relation) -}}
{%- endmacro %}
