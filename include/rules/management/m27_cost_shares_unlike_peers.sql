-- A hospital whose stays spend a far larger share of their costs on drugs, tests, materials,
-- treatments, CT or MRI than those of its peers.
select
    {{ peer_columns('metrics') }},
    case metrics.metric_id
        when 'drug_share' then '药费'
        when 'exam_lab_share' then '检查检验费'
        when 'material_share' then '耗材费'
        when 'treatment_share' then '治疗费'
        when 'ct_share' then 'CT 检查费'
        else '核磁检查费'
    end
    || '占住院费用 ' || {{ number_text('round(100 * metrics.value, 1)') }} || '%'
    || '，' || metrics.peers || ' 家同级同类机构的中位数为 '
    || {{ number_text('round(100 * metrics.peer_median, 1)') }} || '%' as signal_reason
from {{ ref('int_metric_peers') }} as metrics
where
    metrics.metric_id in (
        'drug_share', 'exam_lab_share', 'material_share', 'treatment_share',
        'ct_share', 'mri_share'
    )
    and metrics.robust_z > {{ threshold('peer_z_max', quarter_start()) }}
