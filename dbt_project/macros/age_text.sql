{% macro age_text(months) -%}
    {#- An age in completed months as people say it: 5 个月, 16 岁, 3 岁 6 个月. -#}
    (
        case when {{ months }} >= 12 then floor({{ months }} / 12.0)::int || ' 岁' else '' end
        || case when {{ months }} >= 12 and {{ months }} % 12 > 0 then ' ' else '' end
        || case
            when {{ months }} < 12 or {{ months }} % 12 > 0 then {{ months }} % 12 || ' 个月'
            else ''
        end
    )
{%- endmacro %}
