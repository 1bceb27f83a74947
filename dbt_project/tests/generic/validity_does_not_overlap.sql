{% test validity_does_not_overlap(model, key) %}
{#- A day finds at most one row of each key; an overlap would hit everything twice.
    Each row has a first day, and something in its key. -#}
{%- set key_columns = key | join(', ') %}
    with dated as (
        select
            {{ key_columns }},
            valid_from,
            valid_to,
            lag(coalesce(valid_to, date '9999-12-31')) over (
                partition by {{ key_columns }} order by valid_from
            ) as valid_to_before
        from {{ model }}
    )

    select *
    from dated
    where
        coalesce({{ key_columns }}) is null
        or valid_from is null
        or valid_from > valid_to
        or valid_from <= valid_to_before
{% endtest %}
