-- Drugs that are known to be resold make up far more of an outlet's drug money than of its peers'.
select
    {{ peer_columns('metrics') }},
    '当季门诊和购药的药品费用中，易被倒卖的药品占 '
    || {{ number_text('round(100 * metrics.value, 1)') }} || '%（'
    || {{ number_text('metrics.cases') }} || ' 条明细），同类机构中位数 '
    || {{ number_text('round(100 * metrics.peer_median, 1)') }} || '%' as signal_reason
from {{ ref('int_metric_peers') }} as metrics
where
    metrics.metric_id = 'diversion_share'
    and metrics.robust_z > {{ threshold('peer_z_max', quarter_start()) }}
    -- Listed lines: a few of them say nothing.
    and metrics.cases >= {{ threshold('listed_lines_min', quarter_start()) }}
