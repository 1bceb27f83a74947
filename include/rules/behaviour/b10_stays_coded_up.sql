-- A hospital whose stays have serious comorbidities far more often than those of its peers, and
-- more often than its own used to have.
select
    {{ peer_columns('metrics') }},
    '编有严重合并症的住院占 ' || {{ number_text('round(100 * metrics.value, 1)') }} || '%'
    || '（' || {{ number_text('metrics.denominator') }} || ' 人次中 '
    || {{ number_text('metrics.numerator') }} || ' 人次）'
    || '，' || metrics.peers || ' 家同级同类机构的中位数为 '
    || {{ number_text('round(100 * metrics.peer_median, 1)') }} || '%'
    || '，本机构以往的中位数为 '
    || {{ number_text('round(100 * metrics.own_median, 1)') }} || '%' as signal_reason
from {{ ref('int_metric_peers') }} as metrics
where
    metrics.metric_id = 'comorbidity_stay_share'
    and metrics.robust_z > {{ threshold('peer_z_max', quarter_start()) }}
    -- Drift: a hospital that always had such patients is no signal.
    and metrics.value > metrics.own_median
