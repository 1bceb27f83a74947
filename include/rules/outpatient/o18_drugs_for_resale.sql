-- Drugs that are known to be resold make up far more of an outlet's drug money than of its peers'.
select
    metrics.fixmedins_code,
    cast(null as text) as practitioner_code,
    cast(null as text) as subject,
    metrics.metric_id,
    {{ quarter_start() }} as period_start,
    {{ quarter_end() }} - 1 as period_end,
    metrics.value as observed,
    metrics.peer_median as expected,
    round(1.4826 * metrics.peer_mad, 6) as spread,
    metrics.robust_z,
    metrics.peers,
    cast(null as numeric(16, 2)) as amount,
    cast(null as text) as verdict,
    '当季门诊和购药的药品费用中，易被倒卖的药品占 '
    || {{ number_text('round(100 * metrics.value, 1)') }} || '%（'
    || {{ number_text('metrics.cases') }} || ' 条明细），同类机构中位数 '
    || {{ number_text('round(100 * metrics.peer_median, 1)') }} || '%' as signal_reason,
    {{ evidence({
        'listed_amount': 'metrics.numerator',
        'drug_amount': 'metrics.denominator',
        'lines': 'metrics.cases',
        'peer_group': 'metrics.peer_group'
    }) }} as evidence
from {{ ref('int_metric_peers') }} as metrics
where
    metrics.metric_id = 'diversion_share'
    and metrics.robust_z > {{ threshold('peer_z_max', quarter_start()) }}
    -- Listed lines: a few of them say nothing.
    and metrics.cases >= {{ threshold('listed_lines_min', quarter_start()) }}
