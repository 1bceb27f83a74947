{% macro generic_code(column) -%}
    {#- A drug without pack and maker: the first 14 characters of a western drug's national code
        name it in its form and strength. -#}
    case
        when length({{ column }}) = 23 and starts_with({{ column }}, 'X')
            then left({{ column }}, 14)
        else {{ column }}
    end
{%- endmacro %}
