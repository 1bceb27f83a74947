-- An institution sends many lines of a month days after they came about: nobody can look at them
-- in time.
select
    times.fixmedins_code,
    cast(null as text) as practitioner_code,
    cast(null as text) as subject,
    'upload_late_share' as metric_id,
    times.month as period_start,
    cast(times.month + interval '1 month' - interval '1 day' as date) as period_end,
    {{ ratio('times.late_lines', 'times.uploaded_lines', 4) }} as observed,
    {{ threshold('upload_late_share_max', 'times.month') }} as expected,
    cast(null as numeric(18, 4)) as spread,
    cast(null as numeric(18, 4)) as robust_z,
    cast(null as int) as peers,
    cast(null as numeric(16, 2)) as amount,
    cast(null as text) as verdict,
    '当月有上传时间的 ' || {{ number_text('times.uploaded_lines') }} || ' 条明细中 '
    || {{ number_text('times.late_lines') }} || ' 条在费用发生 '
    || {{ number_text(threshold('upload_lag_hours', 'times.month')) }} || ' 小时后才上传'
        as signal_reason,
    {{ evidence({
        'uploaded_lines': 'times.uploaded_lines',
        'late_lines': 'times.late_lines'
    }) }} as evidence
from {{ ref('int_time_credibility') }} as times
where
    times.late_lines
    > times.uploaded_lines * {{ threshold('upload_late_share_max', 'times.month') }}
