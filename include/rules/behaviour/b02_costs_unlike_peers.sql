-- An institution whose costs per stay or visit, length of stay or share of the fund are far above
-- those of its peers.
select
    {{ peer_columns('metrics') }},
    case metrics.metric_id
        when 'fee_per_stay' then '次均住院费用（元）为 '
        when 'fee_per_visit' then '次均门诊费用（元）为 '
        when 'length_of_stay' then '平均住院日（天）为 '
        else '统筹基金支付占比为 '
    end
    || case metrics.metric_id
        when 'fund_share' then {{ number_text('round(100 * metrics.value, 1)') }} || '%'
        else {{ number_text('round(metrics.value, 2)') }}
    end
    || '，' || metrics.peers || ' 家同级同类机构的中位数为 '
    || case metrics.metric_id
        when 'fund_share' then {{ number_text('round(100 * metrics.peer_median, 1)') }} || '%'
        else {{ number_text('round(metrics.peer_median, 2)') }}
    end as signal_reason
from {{ ref('int_metric_peers') }} as metrics
where
    metrics.metric_id in ('fee_per_stay', 'fee_per_visit', 'length_of_stay', 'fund_share')
    and metrics.robust_z > {{ threshold('peer_z_max', quarter_start()) }}
