-- A township hospital, community centre or clinic has three times the visits of a year ago, or most
-- of its visits are cheap and given one and the same prescription of several drugs.
with visits as (
    select *
    from {{ ref('int_small_site_visits') }}
    -- Of fewer visits a share says nothing.
    where site_visits >= {{ threshold('small_site_visits_min', quarter_start()) }}
),

templates as (
    select
        visits.fixmedins_code,
        visits.site_visits,
        count(distinct visits.setl_id) as alike
    from visits
    inner join {{ ref('int_prescriptions') }} as prescriptions
        on visits.setl_id = prescriptions.setl_id
    where
        visits.medfee_sumamt <= {{ threshold('small_visit_yuan', quarter_start()) }}
        and prescriptions.kinds >= {{ threshold('small_site_template_kinds_min', quarter_start()) }}
    group by visits.fixmedins_code, visits.site_visits, prescriptions.template_key
),

found as (
    select
        fixmedins_code,
        'small_visits_of_one_template' as metric_id,
        max(alike) as numerator,
        site_visits as denominator,
        {{ threshold('small_site_template_share_max', quarter_start()) }} as expected,
        cast(null as numeric(18, 3)) as robust_z,
        cast(null as int) as peers,
        '当季门诊 ' || site_visits || ' 人次中 ' || max(alike) || ' 人次费用不超过 '
        || {{ number_text(threshold('small_visit_yuan', quarter_start())) }}
        || ' 元且处方完全相同' as signal_reason
    from templates
    group by fixmedins_code, site_visits
    having
        max(alike)
        >= site_visits * {{ threshold('small_site_template_share_max', quarter_start()) }}
    union all
    select
        fixmedins_code,
        metric_id,
        numerator,
        denominator,
        {{ threshold('visits_growth_factor', quarter_start()) }} as expected,
        robust_z,
        peers,
        '当季门诊 ' || {{ number_text('numerator') }} || ' 人次，上年同期 '
        || {{ number_text('denominator') }} || ' 人次，增至 '
        || {{ number_text('round(' ~ ratio('numerator', 'denominator', 4) ~ ', 1)') }} || ' 倍'
            as signal_reason
    from {{ ref('int_metric_peers') }}
    where
        metric_id = 'visits_growth'
        and is_enough
        and numerator > denominator * {{ threshold('visits_growth_factor', quarter_start()) }}
        and fixmedins_code in (select visits.fixmedins_code from visits)
)

select
    fixmedins_code,
    cast(null as text) as practitioner_code,
    cast(null as text) as subject,
    metric_id,
    {{ quarter_start() }} as period_start,
    {{ quarter_end() }} - 1 as period_end,
    {{ ratio('numerator', 'denominator', 4) }} as observed,
    expected,
    cast(null as numeric(18, 4)) as spread,
    robust_z,
    peers,
    cast(null as numeric(16, 2)) as amount,
    cast(null as text) as verdict,
    signal_reason,
    {{ evidence({
        'numerator': 'numerator',
        'denominator': 'denominator'
    }) }} as evidence
from found
