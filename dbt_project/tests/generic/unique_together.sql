{% test unique_together(model, columns) %}
{#- One row per combination of the columns; nulls count as equal. -#}
{%- set key = columns | join(', ') %}
    select
        {{ key }},
        count(*) as copies
    from {{ model }}
    group by {{ key }}
    having count(*) > 1
{% endtest %}
