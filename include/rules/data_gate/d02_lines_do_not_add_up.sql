-- A settlement whose lines do not add up to it, or whose lines do not add up themselves.
select
    setl_id,
    null as bkkp_sn,
    'reconciliation' as kp_id,
    null as violating_quantity,
    null as violating_amount,
    null as verdict,
    concat_ws(
        '；',
        case
            when is_total_wrong
                then
                    '明细合计 ' || coalesce(lines_fee_amount, 0)::numeric(16, 2) || ' 元与结算总额 '
                    || medfee_sumamt || ' 元不符'
        end,
        case when miscalculated_lines > 0 then miscalculated_lines || ' 条明细单价×数量与金额不符' end,
        case when overstated_lines > 0 then overstated_lines || ' 条明细符合范围金额大于总额' end
    ) as hit_reason,
    {{ evidence({
        'medfee_sumamt': 'medfee_sumamt',
        'lines_fee_amount': 'lines_fee_amount',
        'miscalculated_lines': 'miscalculated_lines',
        'overstated_lines': 'overstated_lines'
    }) }} as evidence
from {{ ref('int_settlement_gates') }}
where fails_d02
