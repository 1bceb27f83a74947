{% macro money_part(amount, part, whole) -%}
    {#- The share part/whole of an amount, rounded to cents; null where the whole is nothing. -#}
    {{ return(adapter.dispatch('money_part')(amount, part, whole)) }}
{%- endmacro %}

{% macro postgres__money_part(amount, part, whole) -%}
    round(
        ({{ amount }})::numeric(18, 2) * ({{ part }})::numeric(18, 4)
        / nullif(({{ whole }})::numeric(18, 4), 0), 2
    )::numeric(16, 2)
{%- endmacro %}

{% macro duckdb__money_part(amount, part, whole) -%}
    {#- DuckDB divides decimals as floating point, so this divides whole numbers; half a cent
        is rounded away from zero, as PostgreSQL does. -#}
    {%- set above -%}
        cast(cast({{ amount }} as decimal(18, 2)) * 100 as hugeint)
        * cast(cast({{ part }} as decimal(18, 4)) * 10000 as hugeint)
    {%- endset -%}
    {%- set below -%}
        nullif(cast(cast({{ whole }} as decimal(18, 4)) * 10000 as hugeint), 0)
    {%- endset -%}
    cast(
        0.01 * cast(
            sign({{ above }}) * sign({{ below }})
            * ((2 * abs({{ above }}) + abs({{ below }})) // (2 * abs({{ below }})))
            as decimal(18, 0)
        ) as decimal(16, 2)
    )
{%- endmacro %}
