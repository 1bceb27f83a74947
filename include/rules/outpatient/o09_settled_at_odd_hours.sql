-- An outlet settles far more in the depth of the night than it used to and than its peers do.
-- Emergencies and settlements without a time of day are not in the metric.
select
    {{ peer_columns('metrics') }},
    '当季 ' || {{ number_text('metrics.denominator') }} || ' 笔结算中 '
    || {{ number_text('metrics.numerator') }} || ' 笔在深夜（'
    || {{ number_text(threshold('odd_hour_from', quarter_start())) }} || ' 时至 '
    || {{ number_text(threshold('odd_hour_to', quarter_start())) }} || ' 时），占 '
    || {{ number_text('round(100 * metrics.value, 1)') }} || '%；同类机构中位数 '
    || {{ number_text('round(100 * metrics.peer_median, 1)') }} || '%，本机构以往 '
    || {{ number_text('round(100 * metrics.own_median, 1)') }} || '%' as signal_reason
from {{ ref('int_metric_peers') }} as metrics
where
    metrics.metric_id = 'odd_hour_share'
    and metrics.robust_z > {{ threshold('peer_z_max', quarter_start()) }}
    and metrics.value
    > {{ threshold('odd_hour_factor', quarter_start()) }} * metrics.own_median
