-- A hospital that admits far more people with minor illnesses than its peers.
select
    {{ peer_columns('metrics') }},
    '主诊断为轻病的住院占 ' || {{ number_text('round(100 * metrics.value, 1)') }} || '%'
    || '（' || {{ number_text('metrics.denominator') }} || ' 人次中 '
    || {{ number_text('metrics.numerator') }} || ' 人次）'
    || '，' || metrics.peers || ' 家同级同类机构的中位数为 '
    || {{ number_text('round(100 * metrics.peer_median, 1)') }} || '%' as signal_reason
from {{ ref('int_metric_peers') }} as metrics
where
    metrics.metric_id = 'minor_stay_share'
    and metrics.robust_z > {{ threshold('peer_z_max', quarter_start()) }}
