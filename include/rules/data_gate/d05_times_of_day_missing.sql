-- An institution whose lines carry no believable time of day in a month: rules that count hours
-- there do not judge, and somebody should look at its system.
select
    times.fixmedins_code,
    cast(null as text) as practitioner_code,
    cast(null as text) as subject,
    'lines_without_time' as metric_id,
    times.month as period_start,
    cast(times.month + interval '1 month' - interval '1 day' as date) as period_end,
    times.share as observed,
    {{ threshold('time_missing_share_max', 'times.month') }} as expected,
    cast(null as numeric(18, 4)) as spread,
    cast(null as numeric(18, 4)) as robust_z,
    cast(null as int) as peers,
    cast(null as numeric(16, 2)) as amount,
    cast(null as text) as verdict,
    '当月 ' || {{ number_text('times.lines') }} || ' 条明细中 '
    || {{ number_text('times.midnight_lines + times.crowded_lines') }}
    || ' 条没有可信的时刻，按小时判断的规则对该机构当月不作判断' as signal_reason,
    {{ evidence({
        'lines': 'times.lines',
        'midnight_lines': 'times.midnight_lines',
        'crowded_lines': 'times.crowded_lines',
        'share': 'times.share'
    }) }} as evidence
from {{ ref('int_time_credibility') }} as times
where times.time_grade = 'day'
