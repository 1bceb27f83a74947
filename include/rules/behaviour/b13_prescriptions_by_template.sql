-- An institution most of whose prescriptions are copies of other patients' prescriptions.
select
    {{ peer_columns('metrics') }},
    '与他人处方药品、数量完全相同的处方占 ' || {{ number_text('round(100 * metrics.value, 1)') }} || '%'
    || '（' || {{ number_text('metrics.denominator') }} || ' 张中 '
    || {{ number_text('metrics.numerator') }} || ' 张）'
    || '，' || metrics.peers || ' 家同级同类机构的中位数为 '
    || {{ number_text('round(100 * metrics.peer_median, 1)') }} || '%' as signal_reason
from {{ ref('int_metric_peers') }} as metrics
where
    metrics.metric_id = 'template_share'
    and metrics.robust_z > {{ threshold('peer_z_max', quarter_start()) }}
    and metrics.value > {{ threshold('template_share_max', quarter_start()) }}
