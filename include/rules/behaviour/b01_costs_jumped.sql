-- An institution whose costs grew, since last year or last quarter, far more than its peers' did.
select
    {{ peer_columns('metrics') }},
    case metrics.metric_id when 'fee_growth_year' then '医疗费用同比变化 ' else '医疗费用环比变化 ' end
    || {{ number_text('round(100 * metrics.value, 1)') }} || '%'
    || '，' || metrics.peers || ' 家同级同类机构的中位数为 '
    || {{ number_text('round(100 * metrics.peer_median, 1)') }} || '%' as signal_reason
from {{ ref('int_metric_peers') }} as metrics
where
    metrics.metric_id in ('fee_growth_year', 'fee_growth_quarter')
    and metrics.robust_z > {{ threshold('peer_z_max', quarter_start()) }}
