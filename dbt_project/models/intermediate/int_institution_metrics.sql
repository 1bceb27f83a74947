-- All metrics of all institutions: a quarter's, and those of earlier quarters that need
-- settlements only. value is numerator over denominator, less 1 where it is a growth.
with metrics as (
    {% for family in [
        'int_quarter_metrics', 'int_settlement_metrics', 'int_patient_metrics',
        'int_stay_metrics', 'int_stay_cost_metrics', 'int_prescription_metrics',
        'int_drug_mix_metrics'
    ] -%}
    select
        metric_id,
        quarter,
        fixmedins_code,
        numerator::numeric(18, 2) as numerator,
        denominator::numeric(18, 2) as denominator,
        cases,
        is_enough
    from {{ ref(family) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select
    quarter,
    quarter = '{{ var("quarter") }}' as is_in_quarter,
    fixmedins_code,
    metric_id,
    numerator,
    denominator,
    cases,
    is_enough,
    (
        round(numerator / nullif(denominator, 0), 6)
        - case
            when metric_id in ('fee_growth_quarter', 'fee_growth_year', 'visits_growth') then 1
            else 0
        end
    )::numeric(18, 6) as value
from metrics
