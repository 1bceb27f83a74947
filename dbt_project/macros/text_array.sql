{% macro text_array(words) -%}
    {#- Words of the project as an SQL array; a single word makes an array of one. -#}
    array[
        {%- for word in ([words] if words is string else words or []) -%}
            {{ literal(word) }}{{ ', ' if not loop.last }}
        {%- endfor -%}
    ]::text[]
{%- endmacro %}
