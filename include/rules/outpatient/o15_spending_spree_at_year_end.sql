-- An outlet's settlements of the last days of the year are far above what it settled a day
-- from January to November. Quarters without a December have no such metric.
select
    metrics.fixmedins_code,
    cast(null as text) as practitioner_code,
    cast(null as text) as subject,
    metrics.metric_id,
    {{ quarter_end() }} - {{ threshold('year_end_days', quarter_start()) }}::int as period_start,
    {{ quarter_end() }} - 1 as period_end,
    metrics.value as observed,
    {{ threshold('year_end_factor', quarter_start()) }} as expected,
    round(1.4826 * metrics.peer_mad, 6) as spread,
    metrics.robust_z,
    metrics.peers,
    cast(null as numeric(16, 2)) as amount,
    cast(null as text) as verdict,
    '12 月 ' || {{ number_text("32 - " ~ threshold('year_end_days', quarter_start())) }}
    || ' 日至 31 日日均结算 ' || {{ number_text('metrics.numerator') }}
    || ' 元，为 1 至 11 月日均 ' || {{ number_text('metrics.denominator') }} || ' 元的 '
    || {{ number_text('round(metrics.value, 1)') }} || ' 倍' as signal_reason,
    {{ evidence({
        'late_daily_amount': 'metrics.numerator',
        'early_daily_amount': 'metrics.denominator',
        'peer_group': 'metrics.peer_group',
        'peer_median': 'metrics.peer_median'
    }) }} as evidence
from {{ ref('int_metric_peers') }} as metrics
where
    metrics.metric_id = 'december_ratio'
    and metrics.is_enough
    and metrics.value > {{ threshold('year_end_factor', quarter_start()) }}
