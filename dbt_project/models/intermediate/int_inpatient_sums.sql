-- What inpatient visits add up to in each cut, in the quarter and in the two it is compared with.
-- They are summed by institution, insurance and locality first, and these sums by cut.
{%- set fees = [
    'inpatient_total_fee', 'pooled_fund_amount', 'fund_pay_amount', 'personal_amount',
    'inscp_amount', 'self_funded_amount', 'over_limit_amount', 'itemised_amount'
] + (charge_kinds() | map('first') | list) %}
{%- set counts = [
    'inpatient_visits', 'stays_with_length', 'stay_days', 'low_cost_short_stays',
    'visits_discharged_before', 'resident_visits', 'outside_visits'
] %}
with cells as (
    select
        view,
        quarter,
        fixmedins_code,
        insutype,
        is_elsewhere,
        {% for column in fees -%}
        sum({{ column }}) as {{ column }},
        {% endfor -%}
        count(*) as inpatient_visits,
        count(length_of_stay) as stays_with_length,
        coalesce(sum(length_of_stay), 0) as stay_days,
        count(*) filter (where is_low_cost_short) as low_cost_short_stays,
        count(*) filter (where is_discharged_before) as visits_discharged_before,
        count(*) filter (where is_resident) as resident_visits,
        count(*) filter (where is_outside) as outside_visits
    from {{ ref('int_inpatient_visits') }}
    group by view, quarter, fixmedins_code, insutype, is_elsewhere
),

summed as (
    select
        cells.view,
        cells.quarter,
        {% for column in counts + fees -%}
        sum(cells.{{ column }}) as {{ column }},
        {% endfor -%}
        cuts.locality,
        cuts.dimension,
        cuts.code,
        cuts.label
    from cells
    inner join {{ ref('int_fund_cuts') }} as cuts
        on
            cells.fixmedins_code = cuts.fixmedins_code
            and cells.insutype = cuts.insutype
            and cells.is_elsewhere = cuts.is_elsewhere
    group by cells.view, cells.quarter, cuts.locality, cuts.dimension, cuts.code, cuts.label
),

-- Persons and the middle of stays do not add up: they are taken from the visits of each cut.
lain as (
    select
        visits.view,
        visits.quarter,
        cuts.locality,
        cuts.dimension,
        cuts.code,
        count(distinct visits.psn_no) as inpatient_persons,
        {{ median('visits.length_of_stay') }} as median_length_of_stay,
        percentile_disc(0.9) within group (order by visits.length_of_stay) as p90_length_of_stay
    from {{ ref('int_inpatient_visits') }} as visits
    inner join {{ ref('int_fund_cuts') }} as cuts
        on
            visits.fixmedins_code = cuts.fixmedins_code
            and visits.insutype = cuts.insutype
            and visits.is_elsewhere = cuts.is_elsewhere
    where visits.quarter = '{{ var("quarter") }}'
    group by visits.view, visits.quarter, cuts.locality, cuts.dimension, cuts.code
)

select
    summed.*,
    lain.inpatient_persons,
    lain.median_length_of_stay,
    lain.p90_length_of_stay
from summed
left join lain
    on
        summed.view = lain.view
        and summed.quarter = lain.quarter
        and summed.locality = lain.locality
        and summed.dimension = lain.dimension
        and summed.code = lain.code
