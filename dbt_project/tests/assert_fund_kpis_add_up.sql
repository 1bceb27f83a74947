-- Guards the KPI tables against each other: in each view and locality the rows of a dimension add
-- up to its total, and local settlements and those elsewhere to all of them.
{%- set sums = [
    'inpatient_visits', 'stay_days', 'inpatient_total_fee', 'pooled_fund_amount',
    'fund_pay_amount', 'personal_amount', 'inscp_amount', 'itemised_amount',
    'low_cost_short_stays', 'outside_visits'
] %}
{%- set settled_sums = [
    'settlements', 'medfee_amount', 'outpatient_fee', 'pharmacy_fee', 'cross_quarter_reversals'
] %}
with summed as (
    select
        view,
        locality,
        dimension,
        {% for column in sums + settled_sums -%}
        coalesce(sum({{ column }}), 0) as {{ column }},
        {% endfor -%}
        -- What each contributes to growth adds up but for the rounding of every row.
        abs(sum(fund_growth_contribution) - 1) > 0.0001 * count(*) as contributes_wrongly
    from {{ ref('mart_fund_kpi') }}
    where quarter = '{{ var("quarter") }}'
    group by view, locality, dimension
),

-- What is there in one locality only has no row in the other.
by_locality as (
    select
        summed.view,
        summed.dimension,
        {% for column in sums + settled_sums -%}
        sum(summed.{{ column }}) as {{ column }},
        {% endfor -%}
        'all' as locality
    from summed
    where summed.locality <> 'all'
    group by summed.view, summed.dimension
)

select
    summed.view,
    summed.locality,
    summed.dimension,
    'is not its total' as fault
from summed
inner join summed as total
    on
        summed.view = total.view
        and summed.locality = total.locality
        and total.dimension = 'total'
where
    summed.contributes_wrongly
    {%- for column in sums + settled_sums %}
    or summed.{{ column }} <> total.{{ column }}
    {%- endfor %}
union all
select
    summed.view,
    summed.locality,
    summed.dimension,
    'is not local and elsewhere together' as fault
from summed
inner join by_locality
    on
        summed.view = by_locality.view
        and summed.locality = by_locality.locality
        and summed.dimension = by_locality.dimension
where
    false
    {%- for column in sums + settled_sums %}
    or summed.{{ column }} <> by_locality.{{ column }}
    {%- endfor %}
