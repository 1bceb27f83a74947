{% macro joined_text(expression, separator, order_by) -%}
    {#- The texts of a group in one, in an order that is the same on every run. -#}
    string_agg({{ expression }}, '{{ separator }}' order by {{ order_by }})
{%- endmacro %}
