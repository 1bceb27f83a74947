{% test is_one_of(model, column_name, values) %}
{#- Every row has one of the values; an empty cell is none. -#}
    select {{ column_name }}
    from {{ model }}
    where
        {{ column_name }} is null
        or {{ column_name }}::text not in ({% for value in values %}'{{ value }}'{{ ", " if not loop.last }}{% endfor %})
{% endtest %}
