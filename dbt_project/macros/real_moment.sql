{% macro real_moment(column) -%}
    {#- A timestamp, or null where a system writes a made-up one (0001-01-01, 9999-12-31). The year
        is looked at as text first: parsing a moment just to look costs more than all else. -#}
    case
        when {{ column }} >= '1900-' and {{ column }} < '2100-' then {{ column }}::timestamp
        when {{ column }} like '____-%' then null
        when {{ column }}::timestamp >= '1900-01-01' and {{ column }}::timestamp < '2100-01-01'
            then {{ column }}::timestamp
    end
{%- endmacro %}
