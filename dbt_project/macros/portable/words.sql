{% macro words(expressions) -%}
    {#- An array of the given texts without those that are null. -#}
    {{ return(adapter.dispatch('words')(expressions)) }}
{%- endmacro %}

{% macro postgres__words(expressions) -%}
    array_remove(
        array[
            {{ expressions | join(',\n            ') }}
        ]::text[], null
    )
{%- endmacro %}

{% macro duckdb__words(expressions) -%}
    list_filter(
        [
            {{ expressions | join(',\n            ') }}
        ]::varchar[], lambda word: word is not null
    )
{%- endmacro %}
