-- A refund that cannot be netted: its original is missing or smaller than the refund.
select
    setl_id,
    null as bkkp_sn,
    'settlement_refund' as kp_id,
    null as violating_quantity,
    null as violating_amount,
    null as verdict,
    '退费结算找不到原结算' as hit_reason,
    {{ evidence({
        'init_setl_id': 'init_setl_id',
        'medfee_sumamt': 'medfee_sumamt'
    }) }} as evidence
from {{ ref('int_settlements') }}
where
    quarter = '{{ var("quarter") }}'
    and standing = 'unmatched_reversal'
union all
select
    setl_id,
    null as bkkp_sn,
    'partial_refund' as kp_id,
    null as violating_quantity,
    null as violating_amount,
    null as verdict,
    '退费结算金额与原结算不一致' as hit_reason,
    {{ evidence({
        'medfee_sumamt': 'medfee_sumamt',
        'reversed_amount': 'reversed_amount'
    }) }} as evidence
from {{ ref('int_settlements') }}
where
    quarter = '{{ var("quarter") }}'
    -- Less than the original was given back, or more.
    and (
        standing = 'net' and reversed_amount <> 0
        or standing = 'reversed' and medfee_sumamt + reversed_amount < 0
    )
union all
select
    refunds.setl_id,
    refunds.bkkp_sn,
    'line_refund' as kp_id,
    null as violating_quantity,
    null as violating_amount,
    null as verdict,
    '退费明细找不到足额的原明细' as hit_reason,
    {{ evidence({
        'init_feedetl_sn': 'refunds.init_feedetl_sn',
        'cnt': 'refunds.cnt',
        'left_over': 'refunds.left_over'
    }) }} as evidence
from {{ ref('int_unmatched_refunds') }} as refunds
