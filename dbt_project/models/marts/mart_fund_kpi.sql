-- Fund KPIs (K01–K18 and K22–K26 of the KPI dictionary) of a quarter in every cut that reports
-- show. Sums are taken over settlements and visits, ratios over sums: never means of means.
-- Amounts in yuan, shares as fractions, null where the base is nothing.
{{ config(materialized='incremental', pre_hook='{{ replace_quarter() }}') }}
{%- set counted = [
    'inpatient_visits', 'stays_with_length', 'stay_days', 'low_cost_short_stays',
    'visits_discharged_before', 'resident_visits', 'outside_visits', 'inpatient_persons'
] %}
{%- set settled_counts = [
    'settlements', 'reversals', 'outpatient_visits', 'pharmacy_purchases', 'pharmacy_persons',
    'cross_quarter_reversals'
] %}
{%- set settled_amounts = [
    'medfee_amount', 'total_fund_pay_amount', 'outpatient_fee', 'outpatient_pooled_fund_amount',
    'pharmacy_fee', 'cross_quarter_reversed_amount', 'cross_quarter_reversed_fund_amount'
] %}
{%- set fees = [
    'inpatient_total_fee', 'pooled_fund_amount', 'fund_pay_amount', 'personal_amount',
    'inscp_amount', 'self_funded_amount', 'over_limit_amount', 'itemised_amount'
] + (charge_kinds() | map('first') | list) %}
{#- Where @ stands, the quarter or a base does. -#}
{%- set compared = {
    'inpatient_total_fee': '@.inpatient_total_fee',
    'pooled_fund_amount': '@.pooled_fund_amount',
    'fund_pay_amount': '@.fund_pay_amount',
    'inpatient_visits': '@.inpatient_visits',
    'fee_per_visit': '@.inpatient_total_fee / nullif(@.inpatient_visits, 0)',
    'pooled_fund_per_visit': '@.pooled_fund_amount / nullif(@.inpatient_visits, 0)'
} %}
{%- set shares = {
    'personal_burden_share': ('@.personal_amount', '@.inpatient_total_fee'),
    'inscope_self_pay_share': ('(@.inscp_amount - @.fund_pay_amount)', '@.inpatient_total_fee'),
    'self_funded_share': ('@.self_funded_amount', '@.inpatient_total_fee'),
    'self_funded_or_over_limit_share':
        ('(@.self_funded_amount + @.over_limit_amount)', '@.inpatient_total_fee'),
    'actual_reimbursement_rate': ('@.fund_pay_amount', '@.inpatient_total_fee'),
    'inscope_reimbursement_rate': ('@.fund_pay_amount', '@.inscp_amount')
} %}
{%- set charge_shares = {
    'drug_share': '(now.western_drug_amount + now.slices_amount + now.patent_drug_amount)',
    'drug_share_without_slices': '(now.western_drug_amount + now.patent_drug_amount)',
    'exam_lab_share': '(now.exam_amount + now.lab_amount)',
    'exam_share': 'now.exam_amount',
    'lab_share': 'now.lab_amount',
    'material_share': 'now.material_amount'
} %}
{%- set bases = {
    'year_ago': (quarter_before(4), ''),
    'quarter_ago': (quarter_before(1), '_on_quarter')
} %}
-- Also what there was in a base alone: who closed is listed, and what each contributes adds up.
with listed as (
    select
        view,
        locality,
        dimension,
        code,
        label
    from {{ ref('int_inpatient_sums') }}
    union
    select
        'settled' as view,
        locality,
        dimension,
        code,
        label
    from {{ ref('int_settled_sums') }}
),

now as (
    select
        listed.*,
        {% for column in counted + fees -%}
        coalesce(inpatient.{{ column }}, 0) as {{ column }},
        {% endfor -%}
        {% for column in settled_counts + settled_amounts -%}
        case when listed.view = 'settled' then coalesce(settled.{{ column }}, 0) end
            as {{ column }},
        {% endfor -%}
        inpatient.median_length_of_stay,
        inpatient.p90_length_of_stay,
        settled.chronic_persons_in_year,
        settled.chronic_fee_in_year
    from listed
    left join {{ ref('int_inpatient_sums') }} as inpatient
        on
            inpatient.quarter = '{{ var("quarter") }}'
            and {{ same_cut('listed', 'inpatient') }}
    left join {{ ref('int_settled_sums') }} as settled
        on
            listed.view = 'settled'
            and listed.locality = settled.locality
            and listed.dimension = settled.dimension
            and listed.code = settled.code
),

{% for base, (quarter, _) in bases.items() -%}
{{ base }} as (
    select * from {{ ref('int_inpatient_sums') }}
    where quarter = '{{ quarter }}'
),

{% endfor -%}
grown as (
    select
        now.view,
        now.locality,
        now.fund_pay_amount - year_ago.fund_pay_amount as fund_amount
    from now
    inner join year_ago on {{ same_cut('now', 'year_ago') }}
    where now.dimension = 'total'
),

sample_size as (
    select max(value::int) as visits
    from {{ ref('stg_parameter') }}
    where
        key = 'small_sample_n'
        and region = '000000'
        and {{ quarter_end() }} - 1 between valid_from and coalesce(valid_to, date '9999-12-31')
)

select
    '{{ var("quarter") }}'::text as quarter,
    now.view,
    now.locality,
    now.dimension,
    now.code,
    now.label,
    now.inpatient_visits < sample_size.visits as is_small_sample,
    now.inpatient_visits > 0 and year_ago.inpatient_visits is not null as is_comparable,
    {% for column in settled_counts + counted -%}
    now.{{ column }}::int as {{ column }},
    {% endfor -%}
    {% for column in settled_amounts + fees -%}
    now.{{ column }}::numeric(18, 2) as {{ column }},
    {% endfor -%}
    {{ ratio('now.inpatient_total_fee', 'now.inpatient_visits', 2) }} as fee_per_visit,
    {{ ratio('now.pooled_fund_amount', 'now.inpatient_visits', 2) }} as pooled_fund_per_visit,
    {{ ratio('now.stay_days', 'now.stays_with_length', 2) }} as average_length_of_stay,
    now.median_length_of_stay::numeric(18, 1) as median_length_of_stay,
    now.p90_length_of_stay::int as p90_length_of_stay,
    {% for name, measure in compared.items() -%}
    {% for base, (_, suffix) in bases.items() -%}
    ({{ measure | replace('@', base) }})::numeric(18, 2) as {{ name }}_{{ base }},
    {{ growth(measure | replace('@', 'now'), '(' ~ measure | replace('@', base) ~ ')') }}
        as {{ name }}_growth{{ suffix }},
    {% endfor -%}
    {% endfor -%}
    {% for name, (part, whole) in shares.items() -%}
    {{ ratio(part | replace('@', 'now'), whole | replace('@', 'now'), 4) }} as {{ name }},
    {% for base, (_, suffix) in bases.items() -%}
    {{ ratio(part | replace('@', 'now'), whole | replace('@', 'now'), 4) }}
    - {{ ratio(part | replace('@', base), whole | replace('@', base), 4) }}
        as {{ name }}_change{{ suffix }},
    {% endfor -%}
    {% endfor -%}
    -- Lines are read of the quarter under review alone: a base is what its own review found.
    {% for name, part in charge_shares.items() -%}
    {{ ratio(part, 'now.inpatient_total_fee', 4) }} as {{ name }},
    {% for base, (_, suffix) in bases.items() -%}
    {% if is_incremental() -%}
    {{ ratio(part, 'now.inpatient_total_fee', 4) }} - reviewed_{{ base }}.{{ name }}
    {%- else -%}
    null::numeric(30, 4)
    {%- endif %}
        as {{ name }}_change{{ suffix }},
    {% endfor -%}
    {% endfor -%}
    {{ ratio(
        '100 * now.material_amount',
        '(now.inpatient_total_fee - now.western_drug_amount - now.slices_amount'
        ~ ' - now.patent_drug_amount)', 2
    ) }} as materials_per_100_yuan,
    {{ ratio('now.inpatient_visits', 'now.inpatient_persons', 4) }} as visits_per_person,
    {{ ratio('now.inpatient_persons', 'now.inpatient_visits', 4) }} as persons_per_visit,
    {{ ratio('now.low_cost_short_stays', 'now.inpatient_visits', 4) }} as low_cost_short_stay_share,
    {{ ratio('now.outpatient_fee', 'now.outpatient_visits', 2) }} as outpatient_fee_per_visit,
    {{ ratio('now.outpatient_pooled_fund_amount', 'now.outpatient_visits', 2) }}
        as outpatient_pooled_fund_per_visit,
    {{ ratio('now.pharmacy_fee', 'now.pharmacy_purchases', 2) }} as pharmacy_fee_per_purchase,
    {{ ratio('now.pharmacy_purchases', 'now.pharmacy_persons', 4) }}
        as pharmacy_purchases_per_person,
    now.chronic_persons_in_year::int as chronic_persons_in_year,
    now.chronic_fee_in_year::numeric(18, 2) as chronic_fee_in_year,
    {{ ratio('now.chronic_fee_in_year', 'now.chronic_persons_in_year', 2) }}
        as chronic_fee_per_person_in_year,
    {{ ratio(
        '(now.fund_pay_amount - coalesce(year_ago.fund_pay_amount, 0))', 'grown.fund_amount', 4
    ) }} as fund_growth_contribution,
    -- Not one stay outside means that those stays were not delivered.
    case
        when
            now.dimension in ('total', 'insurance')
            and now.locality = 'all'
            and max(now.outside_visits) over (partition by now.view) > 0
            then {{ ratio('now.outside_visits', 'now.resident_visits', 4) }}
    end as outside_share
from now
cross join sample_size
left join grown on now.view = grown.view and now.locality = grown.locality
left join year_ago on {{ same_cut('now', 'year_ago') }}
left join quarter_ago on {{ same_cut('now', 'quarter_ago') }}
{%- if is_incremental() %}
{%- for base, (quarter, _) in bases.items() %}
left join {{ this }} as reviewed_{{ base }}
    on
        reviewed_{{ base }}.quarter = '{{ quarter }}'
        and {{ same_cut('now', 'reviewed_' ~ base) }}
{%- endfor %}
{%- endif %}
