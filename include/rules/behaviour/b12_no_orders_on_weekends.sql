-- A hospital whose patients get no care on far more weekend days of their stays than those of its
-- peers. Public holidays are not looked at.
select
    {{ peer_columns('metrics') }},
    '住院期间的周末没有诊疗的占 ' || {{ number_text('round(100 * metrics.value, 1)') }} || '%'
    || '（' || {{ number_text('metrics.denominator') }} || ' 天中 '
    || {{ number_text('metrics.numerator') }} || ' 天）'
    || '，' || metrics.peers || ' 家同级同类机构的中位数为 '
    || {{ number_text('round(100 * metrics.peer_median, 1)') }} || '%' as signal_reason
from {{ ref('int_metric_peers') }} as metrics
where
    metrics.metric_id = 'weekend_blank_share'
    and metrics.robust_z > {{ threshold('peer_z_max', quarter_start()) }}
