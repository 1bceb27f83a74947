{% macro real_moment(column) -%}
    {#- A timestamp, or null where a system writes a made-up one (0001-01-01, 9999-12-31). -#}
    case
        when {{ column }}::timestamp >= '1900-01-01' and {{ column }}::timestamp < '2100-01-01'
            then {{ column }}::timestamp
    end
{%- endmacro %}
