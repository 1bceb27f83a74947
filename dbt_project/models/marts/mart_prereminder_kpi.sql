-- Reminders before settlement (P03–P09, P12) of a quarter, by institution and summed up. Where
-- nobody delivered any there are no rows: nothing is known then, and a 0 would say more.
{{ config(materialized='incremental', pre_hook='{{ replace_quarter() }}') }}
with results as (
    select
        results.*,
        coalesce(results.call_log_id, results.warn_rslt_id) as call_id,
        coalesce(results.vola_flag = '1', false) as is_alert
    from {{ ref('stg_bffact_warn_rslt_d') }} as results
    left join {{ ref('stg_batch') }} as batches on results.batch_id = batches.batch_id
    where
        results.medins_code is not null
        and coalesce({{ quarter_of('results.reqt_time') }}, batches.quarter)
        = '{{ var("quarter") }}'
),

calls as (
    select
        medins_code as fixmedins_code,
        call_id,
        min(mdtrt_id) as mdtrt_id,
        min(reqt_time) as reqt_time,
        bool_or(rsp_time is not null) as is_answered,
        bool_or(is_alert) as is_flagged,
        extract(epoch from max(rsp_time) - min(reqt_time)) as seconds
    from results
    group by medins_code, call_id
),

-- 1 goes on as ordered, 2 changes the order; all else is no answer.
disposed as (
    select
        medins_code as fixmedins_code,
        vola_amt,
        warn_dspo_way_dscr as reason,
        coalesce(warn_dspo_way = '1', false) as is_overridden,
        coalesce(warn_dspo_way = '2', false) as is_followed
    from results
    where is_alert
),

-- The same words ten times are no reason.
copied_reasons as (
    select
        fixmedins_code,
        reason
    from disposed
    where is_overridden
    group by fixmedins_code, reason
    having count(*) >= 10
),

alerts as (
    select
        disposed.*,
        disposed.is_overridden or disposed.is_followed as has_feedback,
        disposed.is_overridden
        and (disposed.reason is null or copied_reasons.reason is not null) as is_unexplained
    from disposed
    left join copied_reasons
        on
            disposed.fixmedins_code = copied_reasons.fixmedins_code
            and disposed.reason = copied_reasons.reason
),

covered_encounters as (
    select distinct mdtrt_id
    from calls
    where is_answered
),

settlements as (
    select
        settled.fixmedins_code,
        settled.setl_time,
        covered.mdtrt_id is not null as is_covered
    from {{ ref('int_settlements') }} as settled
    left join covered_encounters as covered on settled.mdtrt_id = covered.mdtrt_id
    where settled.quarter = '{{ var("quarter") }}' and settled.standing = 'net'
),

settled_weeks as (
    select
        fixmedins_code,
        date_trunc('week', setl_time) as week,
        count(*) as settlements
    from settlements
    group by fixmedins_code, date_trunc('week', setl_time)
),

called_weeks as (
    select
        fixmedins_code,
        date_trunc('week', reqt_time) as week,
        count(*) as calls
    from calls
    group by fixmedins_code, date_trunc('week', reqt_time)
),

weeks as (
    select
        settled.fixmedins_code,
        settled.week,
        settled.settlements,
        coalesce(called.calls, 0)::numeric / settled.settlements as calls_per_settlement
    from settled_weeks as settled
    left join called_weeks as called
        on settled.fixmedins_code = called.fixmedins_code and settled.week = called.week
),

-- P12: down by more than 80 % against the median of the four weeks before. Of fewer than
-- five settlements a week nothing can be said.
fallen_weeks as (
    select
        this.fixmedins_code,
        this.week
    from weeks as this
    inner join weeks as earlier
        on
            this.fixmedins_code = earlier.fixmedins_code
            and this.week > earlier.week
            and this.week <= earlier.week + interval '28 days'
    where this.settlements >= 5
    group by this.fixmedins_code, this.week, this.calls_per_settlement
    having
        count(*) = 4
        and this.calls_per_settlement
        < 0.2 * percentile_cont(0.5) within group (order by earlier.calls_per_settlement)
),

fallen as (
    select distinct fixmedins_code
    from fallen_weeks
),

named as (
    select fixmedins_code from settlements
    union
    select fixmedins_code from calls
),

places as (
    select
        named.fixmedins_code,
        coalesce(institutions.fixmedins_name, named.fixmedins_code) as fixmedins_name,
        coalesce(institutions.institution_class, '未登记机构') as institution_class,
        coalesce(institutions.hospital_level_name, '未定级') as hospital_level_name,
        coalesce(institutions.county, '其他地区') as county
    from named
    left join {{ ref('dim_institution') }} as institutions
        on named.fixmedins_code = institutions.fixmedins_code
),

cuts as (
    {% for dimension, code, label in [
        ('total', "'all'", "'全州'"),
        ('institution', 'fixmedins_code', 'fixmedins_name'),
        ('class', 'institution_class', 'institution_class'),
        ('level', 'hospital_level_name', 'hospital_level_name'),
        ('county', 'county', 'county')
    ] %}
    select
        '{{ dimension }}' as dimension,
        {{ code }} as code,
        {{ label }} as label,
        fixmedins_code
    from places
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

counted as (
    select
        cuts.dimension,
        cuts.code,
        min(cuts.label) as label,
        count(distinct cuts.fixmedins_code) as institutions,
        count(distinct fallen.fixmedins_code) as institutions_fallen
    from cuts
    left join fallen on cuts.fixmedins_code = fallen.fixmedins_code
    group by cuts.dimension, cuts.code
),

settled as (
    select
        cuts.dimension,
        cuts.code,
        count(*) as settlements,
        count(*) filter (where settlements.is_covered) as settlements_covered
    from cuts
    inner join settlements on cuts.fixmedins_code = settlements.fixmedins_code
    group by cuts.dimension, cuts.code
),

called as (
    select
        cuts.dimension,
        cuts.code,
        count(distinct cuts.fixmedins_code) as institutions_calling,
        count(*) as calls,
        count(*) filter (where calls.is_answered) as calls_answered,
        count(*) filter (where calls.is_answered and calls.is_flagged) as calls_flagged,
        percentile_cont(0.5) within group (order by calls.seconds) as seconds_median,
        percentile_cont(0.95) within group (order by calls.seconds) as seconds_p95
    from cuts
    inner join calls on cuts.fixmedins_code = calls.fixmedins_code
    group by cuts.dimension, cuts.code
),

alerted as (
    select
        cuts.dimension,
        cuts.code,
        count(*) as alerts,
        count(*) filter (where alerts.has_feedback) as alerts_with_feedback,
        count(*) filter (where alerts.is_followed) as alerts_followed,
        count(*) filter (where alerts.is_overridden) as alerts_overridden,
        count(*) filter (where alerts.is_unexplained) as alerts_unexplained,
        sum(alerts.vola_amt) as alert_amount,
        sum(alerts.vola_amt) filter (where alerts.is_followed) as followed_amount
    from cuts
    inner join alerts on cuts.fixmedins_code = alerts.fixmedins_code
    group by cuts.dimension, cuts.code
),

complete as (
    select
        counted.*,
        coalesce(settled.settlements, 0) as settlements,
        coalesce(settled.settlements_covered, 0) as settlements_covered,
        coalesce(called.institutions_calling, 0) as institutions_calling,
        coalesce(called.calls, 0) as calls,
        coalesce(called.calls_answered, 0) as calls_answered,
        coalesce(called.calls_flagged, 0) as calls_flagged,
        called.seconds_median,
        called.seconds_p95,
        coalesce(alerted.alerts, 0) as alerts,
        coalesce(alerted.alerts_with_feedback, 0) as alerts_with_feedback,
        coalesce(alerted.alerts_followed, 0) as alerts_followed,
        coalesce(alerted.alerts_overridden, 0) as alerts_overridden,
        coalesce(alerted.alerts_unexplained, 0) as alerts_unexplained,
        coalesce(alerted.alert_amount, 0) as alert_amount,
        coalesce(alerted.followed_amount, 0) as followed_amount
    from counted
    left join settled on counted.dimension = settled.dimension and counted.code = settled.code
    left join called on counted.dimension = called.dimension and counted.code = called.code
    left join alerted on counted.dimension = alerted.dimension and counted.code = alerted.code
    where exists (select 1 from calls)
)

select
    '{{ var("quarter") }}'::text as quarter,
    dimension,
    code,
    label,
    institutions::int as institutions,
    institutions_calling::int as institutions_calling,
    settlements::int as settlements,
    settlements_covered::int as settlements_covered,
    {{ ratio('settlements_covered', 'settlements', 4) }} as coverage_rate,
    calls::int as calls,
    calls_answered::int as calls_answered,
    {{ ratio('calls_answered', 'calls', 4) }} as answered_rate,
    round(seconds_median::numeric, 2)::numeric(18, 2) as response_seconds_median,
    round(seconds_p95::numeric, 2)::numeric(18, 2) as response_seconds_p95,
    calls_flagged::int as calls_flagged,
    {{ ratio('calls_flagged', 'calls_answered', 4) }} as flagged_rate,
    alerts::int as alerts,
    {{ ratio('100 * alerts', 'settlements', 2) }} as alerts_per_100_settlements,
    alerts_with_feedback::int as alerts_with_feedback,
    {{ ratio('alerts_with_feedback', 'alerts', 4) }} as feedback_rate,
    alerts_followed::int as alerts_followed,
    {{ ratio('alerts_followed', 'alerts_with_feedback', 4) }} as compliance_rate,
    {{ ratio('alerts_followed', 'alerts', 4) }} as compliance_rate_of_all,
    alerts_overridden::int as alerts_overridden,
    {{ ratio('alerts_overridden', 'alerts_with_feedback', 4) }} as overridden_rate,
    alerts_unexplained::int as alerts_unexplained,
    {{ ratio('alerts_unexplained', 'alerts_overridden', 4) }} as unexplained_rate,
    alert_amount::numeric(18, 2) as alert_amount,
    followed_amount::numeric(18, 2) as followed_amount,
    institutions_fallen::int as institutions_fallen
from complete
