{% macro literal(value) -%}
    {#- A text value of the project as an SQL literal; null when there is none. -#}
    {%- if value is undefined or value is none or value == '' -%} null
    {%- else -%} '{{ value | string | replace("'", "''") }}'
    {%- endif -%}
{%- endmacro %}
