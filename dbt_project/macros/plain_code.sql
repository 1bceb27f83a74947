{% macro plain_code(column) -%}
    {#- One spelling of a dictionary code: extracts disagree on 01, 1 and 1.0. Nearly all codes are
        plain already; asking for that first halves the time of reading all settlements. -#}
    case
        when {{ column }} like '0_%' or {{ column }} like '%.0%' or {{ column }} like '% %'
            then regexp_replace(regexp_replace(trim({{ column }}), '^0+(?=.)', ''), '\.0+$', '')
        else {{ column }}
    end
{%- endmacro %}
