-- Each institution's KPIs of the quarter against its peers, the institutions of its class and
-- level, and against its own past. Few visits make a number that says nothing: such institutions
-- are neither compared nor anybody's peer. A departure is a question, no finding.
{{ config(materialized='incremental', pre_hook='{{ replace_quarter() }}') }}
{#- Each KPI with what its number rests on and how its base of a year ago is found. -#}
{%- set kpis = [
    ('inpatient_total_fee', 'inpatient_visits', 'amount'),
    ('pooled_fund_amount', 'inpatient_visits', 'amount'),
    ('inpatient_visits', 'inpatient_visits', 'amount'),
    ('fee_per_visit', 'inpatient_visits', 'mean'),
    ('pooled_fund_per_visit', 'inpatient_visits', 'mean'),
    ('average_length_of_stay', 'inpatient_visits', 'other'),
    ('drug_share', 'inpatient_visits', 'share'),
    ('exam_lab_share', 'inpatient_visits', 'share'),
    ('material_share', 'inpatient_visits', 'share'),
    ('personal_burden_share', 'inpatient_visits', 'share'),
    ('self_funded_share', 'inpatient_visits', 'share'),
    ('outpatient_visits', 'outpatient_visits', 'size'),
    ('outpatient_fee_per_visit', 'outpatient_visits', 'other'),
    ('outpatient_pooled_fund_per_visit', 'outpatient_visits', 'other'),
    ('pharmacy_purchases', 'pharmacy_purchases', 'size'),
    ('pharmacy_fee_per_purchase', 'pharmacy_purchases', 'other'),
    ('pharmacy_purchases_per_person', 'pharmacy_purchases', 'other')
] %}
with settled as (
    select
        kpis.*,
        4 * left(kpis.quarter, 4)::int + right(kpis.quarter, 1)::int as quarter_number
    from {{ ref('mart_fund_kpi') }} as kpis
    where
        kpis.view = 'settled'
        and kpis.locality = 'local'
        and kpis.dimension = 'institution'
),

numbers as (
    {% for kpi, cases, kind in kpis -%}
    select
        quarter,
        quarter_number,
        code as fixmedins_code,
        {{ cases }} as cases,
        {{ cases }} >= {{ threshold('profile_case_min', quarter_start()) }} as is_enough,
        '{{ kpi }}' as kpi,
        {{ loop.index }} as position,
        {{ kind in ('amount', 'size') }} as is_size,
        {{ kpi }} as value,
        {{ kpi ~ '_year_ago' if kind in ('amount', 'mean')
            else kpi ~ ' - ' ~ kpi ~ '_change' if kind == 'share'
            else 'null' }} as value_year_ago,
        {{ kpi ~ '_growth' if kind in ('amount', 'mean') else 'null' }} as growth
    from settled
    where
        {{ cases }} > 0
        and {{ kpi }} is not null
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

current_numbers as (
    select
        numbers.*,
        institutions.institution_class,
        institutions.hospital_level_name,
        institutions.institution_class || '/' || institutions.hospital_level_name as peer_group
    from numbers
    inner join {{ ref('dim_institution') }} as institutions
        on numbers.fixmedins_code = institutions.fixmedins_code
    where numbers.quarter = '{{ var("quarter") }}'
),

peers as (
    select
        peer_group,
        kpi,
        count(*)::int as peers,
        {{ median('value') }} as peer_median,
        {{ percentile(0.25, 'value') }} as peer_p25,
        {{ percentile(0.75, 'value') }} as peer_p75,
        {{ percentile(0.90, 'value') }} as peer_p90,
        count(growth)::int as growth_peers,
        {{ median('growth') }} as peer_growth_median
    from current_numbers
    where is_enough
    group by peer_group, kpi
),

deviations as (
    select
        peers.peer_group,
        peers.kpi,
        {{ median('abs(current_numbers.value - peers.peer_median)') }} as peer_mad
    from current_numbers
    inner join peers
        on
            current_numbers.peer_group = peers.peer_group
            and current_numbers.kpi = peers.kpi
    where current_numbers.is_enough
    group by peers.peer_group, peers.kpi
),

-- The eight quarters before this one, as far as they were reviewed.
past as (
    select
        earlier.fixmedins_code,
        earlier.kpi,
        earlier.value
    from numbers as earlier
    inner join current_numbers as now
        on
            earlier.fixmedins_code = now.fixmedins_code
            and earlier.kpi = now.kpi
            and earlier.quarter_number between now.quarter_number - 8 and now.quarter_number - 1
    where earlier.is_enough
),

own_medians as (
    select
        fixmedins_code,
        kpi,
        count(*)::int as own_quarters,
        {{ median('value') }} as own_median
    from past
    group by fixmedins_code, kpi
),

own_deviations as (
    select
        past.fixmedins_code,
        past.kpi,
        {{ median('abs(past.value - own_medians.own_median)') }} as own_mad
    from past
    inner join own_medians
        on past.fixmedins_code = own_medians.fixmedins_code and past.kpi = own_medians.kpi
    group by past.fixmedins_code, past.kpi
),

compared as (
    select
        current_numbers.*,
        coalesce(peers.peers, 0) as peers,
        peers.peer_median,
        deviations.peer_mad,
        peers.peer_p25,
        peers.peer_p75,
        peers.peer_p90,
        coalesce(peers.growth_peers, 0) as growth_peers,
        peers.peer_growth_median,
        coalesce(own_medians.own_quarters, 0) as own_quarters,
        own_medians.own_median,
        own_deviations.own_mad,
        coalesce(peers.peers, 0) >= {{ threshold('profile_peer_min', quarter_start()) }}
            as has_peers,
        case
            when current_numbers.is_enough
                then rank() over (
                    partition by
                        current_numbers.peer_group, current_numbers.kpi, current_numbers.is_enough
                    order by current_numbers.value desc
                )::int
        end as rank
    from current_numbers
    left join peers
        on current_numbers.peer_group = peers.peer_group and current_numbers.kpi = peers.kpi
    left join deviations
        on
            current_numbers.peer_group = deviations.peer_group
            and current_numbers.kpi = deviations.kpi
    left join own_medians
        on
            current_numbers.fixmedins_code = own_medians.fixmedins_code
            and current_numbers.kpi = own_medians.kpi
    left join own_deviations
        on
            current_numbers.fixmedins_code = own_deviations.fixmedins_code
            and current_numbers.kpi = own_deviations.kpi
),

measured as (
    select
        *,
        case
            when is_enough and has_peers
                then round((value - peer_median) / nullif(1.4826 * peer_mad, 0), 3)
        end as robust_z,
        case
            when
                is_enough
                and not has_peers
                and own_quarters >= {{ threshold('profile_history_min', quarter_start()) }}
                then round((value - own_median) / nullif(1.4826 * own_mad, 0), 3)
        end as own_z
    from compared
),

judged as (
    select
        *,
        -- How large an institution is says nothing of how it works.
        not is_size
        and coalesce(abs(robust_z) > {{ threshold('profile_z_max', quarter_start()) }}, false)
            as departs_from_peers,
        coalesce(abs(own_z) > {{ threshold('profile_z_max', quarter_start()) }}, false)
            as departs_from_past,
        is_enough
        and growth_peers >= {{ threshold('profile_peer_min', quarter_start()) }}
        and coalesce(
            growth
            > peer_growth_median + {{ threshold('profile_growth_excess', quarter_start()) }},
            false
        ) as outgrows_peers
    from measured
)

select
    quarter,
    fixmedins_code,
    kpi,
    position,
    institution_class,
    hospital_level_name,
    value::numeric(30, 4) as value,
    value_year_ago::numeric(30, 4) as value_year_ago,
    growth::numeric(30, 4) as growth,
    cases::int as cases,
    not is_enough as is_small_sample,
    peer_group,
    peers,
    peer_median,
    peer_mad,
    peer_p25,
    peer_p75,
    peer_p90,
    rank,
    robust_z::numeric(18, 3) as robust_z,
    growth_peers,
    peer_growth_median,
    own_quarters,
    own_median,
    own_mad,
    own_z::numeric(18, 3) as own_z,
    departs_from_peers,
    departs_from_past,
    outgrows_peers,
    departs_from_peers or departs_from_past or outgrows_peers as is_flagged
from judged
