{% macro age_months(born_on, day) -%}
    {#- Completed months of life on a day. -#}
    (
        12 * (extract(year from {{ day }}) - extract(year from {{ born_on }}))
        + extract(month from {{ day }}) - extract(month from {{ born_on }})
        - case
            when extract(day from {{ day }}) < extract(day from {{ born_on }}) then 1
            else 0
        end
    )::int
{%- endmacro %}
