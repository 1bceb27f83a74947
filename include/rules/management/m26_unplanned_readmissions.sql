-- A hospital whose patients come back unplanned within 31 days far more often than those of its
-- peers. What was planned or could not be avoided (M-15) is not in the numerator.
select
    {{ peer_columns('metrics') }},
    '31 天内非计划再入院率 ' || {{ number_text('round(100 * metrics.value, 1)') }} || '%'
    || '（' || {{ number_text('metrics.denominator') }} || ' 人次中 '
    || {{ number_text('metrics.numerator') }} || ' 人次）'
    || '，' || metrics.peers || ' 家同级同类机构的中位数为 '
    || {{ number_text('round(100 * metrics.peer_median, 1)') }} || '%' as signal_reason
from {{ ref('int_metric_peers') }} as metrics
where
    metrics.metric_id = 'unplanned_readmission_31'
    and metrics.robust_z > {{ threshold('peer_z_max', quarter_start()) }}
