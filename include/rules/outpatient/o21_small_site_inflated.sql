-- A township hospital, community centre or clinic has three times the visits of a year ago, or most
-- of its visits are cheap and given one and the same prescription of several drugs.
with visits as (
    select
        visits.setl_id,
        visits.fixmedins_code,
        visits.medfee_sumamt
    from {{ ref('int_visits') }} as visits
    inner join {{ ref('int_institutions') }} as institutions
        on visits.fixmedins_code = institutions.fixmedins_code
    where
        visits.is_in_quarter
        and visits.med_type_group in ('门诊', '慢特病')
        and institutions.institution_class in ('乡镇卫生院', '社区卫生服务机构', '诊所及村卫生室')
),

sites as (
    select
        fixmedins_code,
        count(*) as visits
    from visits
    group by fixmedins_code
    -- Of fewer visits a share says nothing.
    having count(*) >= {{ threshold('small_site_visits_min', quarter_start()) }}
),

templates as (
    select
        visits.fixmedins_code,
        prescriptions.template_key,
        count(distinct visits.setl_id) as visits
    from visits
    inner join {{ ref('int_prescriptions') }} as prescriptions
        on visits.setl_id = prescriptions.setl_id
    where
        visits.medfee_sumamt <= {{ threshold('small_visit_yuan', quarter_start()) }}
        and prescriptions.kinds >= {{ threshold('small_site_template_kinds_min', quarter_start()) }}
    group by visits.fixmedins_code, prescriptions.template_key
),

found as (
    select
        sites.fixmedins_code,
        'small_visits_of_one_template' as metric_id,
        max(templates.visits) as numerator,
        sites.visits as denominator,
        {{ ratio('max(templates.visits)', 'sites.visits', 4) }} as observed,
        {{ threshold('small_site_template_share_max', quarter_start()) }} as expected,
        cast(null as numeric(18, 3)) as robust_z,
        cast(null as int) as peers
    from sites
    inner join templates on sites.fixmedins_code = templates.fixmedins_code
    group by sites.fixmedins_code, sites.visits
    having
        max(templates.visits)
        >= sites.visits * {{ threshold('small_site_template_share_max', quarter_start()) }}
    union all
    select
        metrics.fixmedins_code,
        metrics.metric_id,
        metrics.numerator,
        metrics.denominator,
        {{ ratio('metrics.numerator', 'metrics.denominator', 4) }} as observed,
        {{ threshold('visits_growth_factor', quarter_start()) }} as expected,
        metrics.robust_z,
        metrics.peers
    from {{ ref('int_metric_peers') }} as metrics
    inner join sites on metrics.fixmedins_code = sites.fixmedins_code
    where
        metrics.metric_id = 'visits_growth'
        and metrics.is_enough
        and metrics.numerator
        > metrics.denominator * {{ threshold('visits_growth_factor', quarter_start()) }}
)

select
    fixmedins_code,
    cast(null as text) as practitioner_code,
    cast(null as text) as subject,
    metric_id,
    {{ quarter_start() }} as period_start,
    {{ quarter_end() }} - 1 as period_end,
    observed,
    expected,
    cast(null as numeric(18, 4)) as spread,
    robust_z,
    peers,
    cast(null as numeric(16, 2)) as amount,
    cast(null as text) as verdict,
    case metric_id
        when 'visits_growth'
            then
                '当季门诊 ' || {{ number_text('numerator') }} || ' 人次，上年同期 '
                || {{ number_text('denominator') }} || ' 人次，增至 '
                || {{ number_text('round(observed, 1)') }} || ' 倍'
        else
            '当季门诊 ' || {{ number_text('denominator') }} || ' 人次中 '
            || {{ number_text('numerator') }} || ' 人次费用不超过 '
            || {{ number_text(threshold('small_visit_yuan', quarter_start())) }}
            || ' 元且处方完全相同'
    end as signal_reason,
    {{ evidence({
        'numerator': 'numerator',
        'denominator': 'denominator'
    }) }} as evidence
from found
