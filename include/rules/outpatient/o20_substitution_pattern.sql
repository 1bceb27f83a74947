-- What health food and daily goods are billed as makes up far more of a pharmacy's drug money than
-- of its peers'. Pairs with cash sales are not looked for: tills send no such sales.
select
    {{ peer_columns('metrics') }},
    '当季门诊和购药的药品费用中，易被串换的品种占 '
    || {{ number_text('round(100 * metrics.value, 1)') }} || '%（'
    || {{ number_text('metrics.cases') }} || ' 条明细），同类机构中位数 '
    || {{ number_text('round(100 * metrics.peer_median, 1)') }} || '%' as signal_reason
from {{ ref('int_metric_peers') }} as metrics
where
    metrics.metric_id = 'substitution_share'
    and starts_with(metrics.peer_group, '零售药店')
    and metrics.robust_z > {{ threshold('peer_z_max', quarter_start()) }}
    -- Listed lines: a few of them say nothing.
    and metrics.cases >= {{ threshold('listed_lines_min', quarter_start()) }}
