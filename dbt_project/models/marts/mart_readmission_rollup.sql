-- Readmissions (K19–K21) of the prefecture and of classes, levels, ownerships and counties, from
-- the counts of their institutions in mart_readmission: never from their rates.
{{ config(materialized='incremental', pre_hook='{{ replace_quarter() }}') }}
{%- set rates = {
    'readmissions_15': 'readmission_rate_15',
    'readmissions_here_15': 'readmission_rate_here_15',
    'readmissions_30': 'readmission_rate_30',
    'readmissions_here_30': 'readmission_rate_here_30',
    'same_illness_15': 'same_illness_rate_15',
    'same_illness_here_15': 'same_illness_rate_here_15'
} %}
{%- set counts = [
    'discharges', 'followed_15', 'followed_30', 'transfers', 'planned_readmissions'
] %}
with summed as (
    select
        cuts.dimension,
        cuts.code,
        cuts.label,
        {% for column in counts + (rates | list) -%}
        sum(counted.{{ column }})::int as {{ column }},
        {% endfor -%}
        max(counted.delivered_to) as delivered_to,
        bool_or(counted.is_provisional) as is_provisional
    from {{ ref('mart_readmission') }} as counted
    inner join {{ ref('dim_institution') }} as institutions
        on counted.fixmedins_code = institutions.fixmedins_code
    cross join
        lateral (
            values
            ('total', 'all', '全州'),
            ('class', institutions.institution_class, institutions.institution_class),
            ('level', institutions.hospital_level_name, institutions.hospital_level_name),
            ('ownership', institutions.ownership, institutions.ownership),
            ('county', institutions.county, institutions.county)
        ) as cuts (dimension, code, label)
    where counted.quarter = '{{ var("quarter") }}'
    group by cuts.dimension, cuts.code, cuts.label
)

select
    '{{ var("quarter") }}'::text as quarter,
    dimension,
    code,
    label,
    delivered_to,
    discharges,
    followed_15,
    followed_30,
    {{ ratio('followed_15', 'discharges', 4) }} as coverage_15,
    {{ ratio('followed_30', 'discharges', 4) }} as coverage_30,
    is_provisional,
    {% for count, rate in rates.items() -%}
    {{ count }},
    {{ ratio(count, 'followed_30' if count.endswith('30') else 'followed_15', 4) }} as {{ rate }},
    {% endfor -%}
    transfers,
    planned_readmissions
from summed
