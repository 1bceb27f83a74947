-- Nearly all that a pharmacy sells to the pooled fund is prescribed by one doctor.
select
    metrics.fixmedins_code,
    cast(null as text) as practitioner_code,
    cast(null as text) as subject,
    metrics.metric_id,
    {{ quarter_start() }} as period_start,
    {{ quarter_end() }} - 1 as period_end,
    metrics.value as observed,
    case metrics.metric_id
        when 'prescriber_hhi' then {{ threshold('prescriber_hhi_max', quarter_start()) }}
        else {{ threshold('prescriber_share_max', quarter_start()) }}
    end as expected,
    round(1.4826 * metrics.peer_mad, 6) as spread,
    metrics.robust_z,
    metrics.peers,
    cast(null as numeric(16, 2)) as amount,
    cast(null as text) as verdict,
    '当季由统筹基金支付的 ' || {{ number_text('metrics.cases') }} || ' 张处方中，'
    || case metrics.metric_id
        when 'prescriber_hhi'
            then '开方医师集中度（HHI）为 ' || {{ number_text('round(metrics.value, 2)') }}
        else
            '一名医师开具的占 ' || {{ number_text('round(100 * metrics.value, 1)') }} || '%'
    end as signal_reason,
    {{ evidence({
        'prescriptions': 'metrics.cases',
        'value': 'metrics.value',
        'peer_group': 'metrics.peer_group',
        'peer_median': 'metrics.peer_median'
    }) }} as evidence
from {{ ref('int_metric_peers') }} as metrics
where
    metrics.is_enough
    and (
        (
            metrics.metric_id = 'prescriber_hhi'
            and metrics.value > {{ threshold('prescriber_hhi_max', quarter_start()) }}
        )
        or (
            metrics.metric_id = 'prescriber_top_share'
            and metrics.value > {{ threshold('prescriber_share_max', quarter_start()) }}
        )
    )
