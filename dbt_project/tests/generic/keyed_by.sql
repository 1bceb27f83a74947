{% test keyed_by(model, key, filled=[]) %}
{#- One row per combination of the key's columns, where nulls count as equal, and nothing empty
    in the `filled` ones. One test of a table instead of one per column: every run asks them all. -#}
{%- set columns = key | join(', ') %}
    select
        {{ columns }},
        'more than one row' as fault
    from {{ model }}
    group by {{ columns }}
    having count(*) > 1
    union all
    select
        {{ columns }},
        'a cell is empty' as fault
    from {{ model }}
    where {{ filled | join(" is null or ") ~ " is null" if filled else "false" }}
{% endtest %}
