{% macro plain_code(column) -%}
    {#- One spelling of a dictionary code: extracts disagree on 01, 1 and 1.0. -#}
    regexp_replace(regexp_replace(trim({{ column }}), '^0+(?=.)', ''), '\.0+$', '')
{%- endmacro %}
