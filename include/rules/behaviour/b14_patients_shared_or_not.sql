-- An institution that shares far more of its patients with others than its peers do, or almost
-- none.
select
    {{ peer_columns('metrics') }},
    case when metrics.robust_z > 0 then '同季也在其他机构就诊的患者过多，占 ' else '同季也在其他机构就诊的患者过少，占 ' end
    || {{ number_text('round(100 * metrics.value, 1)') }} || '%'
    || '（' || {{ number_text('metrics.denominator') }} || ' 人中 '
    || {{ number_text('metrics.numerator') }} || ' 人）'
    || '，' || metrics.peers || ' 家同级同类机构的中位数为 '
    || {{ number_text('round(100 * metrics.peer_median, 1)') }} || '%' as signal_reason
from {{ ref('int_metric_peers') }} as metrics
where
    metrics.metric_id = 'shared_patient_share'
    and (
        metrics.robust_z > {{ threshold('peer_z_max', quarter_start()) }}
        or (
            metrics.robust_z < 0
            and metrics.value < {{ threshold('shared_patient_share_min', quarter_start()) }}
        )
    )
