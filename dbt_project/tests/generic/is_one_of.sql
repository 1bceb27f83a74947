{% test is_one_of(model, column_name, values) %}
{#- Every row has one of the values; an empty cell is none. -#}
{%- set allowed = "'" ~ values | join("', '") ~ "'" %}
    select {{ column_name }}
    from {{ model }}
    where
        {{ column_name }} is null
        or {{ column_name }}::text not in ({{ allowed }})
{% endtest %}
