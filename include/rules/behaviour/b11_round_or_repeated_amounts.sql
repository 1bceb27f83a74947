-- An outlet with far more round bills, or far more equal bills on one day, than its peers.
select
    {{ peer_columns('metrics') }},
    case metrics.metric_id
        when 'round_amount_share' then '金额为整十元的结算占 '
        else
            '同日 ' || {{ number_text(threshold('repeated_amount_min', quarter_start())) }}
            || ' 笔以上金额完全相同的结算占 '
    end
    || {{ number_text('round(100 * metrics.value, 1)') }} || '%'
    || '（' || {{ number_text('metrics.denominator') }} || ' 笔中 '
    || {{ number_text('metrics.numerator') }} || ' 笔）'
    || '，' || metrics.peers || ' 家同级同类机构的中位数为 '
    || {{ number_text('round(100 * metrics.peer_median, 1)') }} || '%' as signal_reason
from {{ ref('int_metric_peers') }} as metrics
where
    metrics.metric_id in ('round_amount_share', 'repeated_amount_share')
    and metrics.robust_z > {{ threshold('peer_z_max', quarter_start()) }}
