{% macro number_text(number) -%}
    {#- A number as text without the zeros after its last digit: 2.5000 is 2.5, 24.00 is 24. -#}
    {{ return(adapter.dispatch('number_text')(number)) }}
{%- endmacro %}

{% macro postgres__number_text(number) -%}
    trim_scale(({{ number }})::numeric)::text
{%- endmacro %}

{% macro duckdb__number_text(number) -%}
    case
        when contains(cast({{ number }} as varchar), '.')
            then rtrim(rtrim(cast({{ number }} as varchar), '0'), '.')
        else cast({{ number }} as varchar)
    end
{%- endmacro %}
