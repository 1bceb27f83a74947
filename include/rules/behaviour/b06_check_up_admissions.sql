-- A hospital many of whose stays are short and spent mostly on tests: check-ups in a bed.
select
    {{ peer_columns('metrics') }},
    '短期且以检查检验为主的住院占 ' || {{ number_text('round(100 * metrics.value, 1)') }} || '%'
    || '（' || {{ number_text('metrics.denominator') }} || ' 人次中 '
    || {{ number_text('metrics.numerator') }} || ' 人次）'
    || '，' || metrics.peers || ' 家同级同类机构的中位数为 '
    || {{ number_text('round(100 * metrics.peer_median, 1)') }} || '%' as signal_reason
from {{ ref('int_metric_peers') }} as metrics
where
    metrics.metric_id = 'check_up_stay_share'
    and metrics.robust_z > {{ threshold('peer_z_max', quarter_start()) }}
