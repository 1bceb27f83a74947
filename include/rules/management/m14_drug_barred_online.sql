-- A drug that the fund does not pay when it is prescribed online, paid in an internet hospital.
select
    lines.setl_id,
    lines.bkkp_sn,
    limits.kp_id,
    lines.quantity as violating_quantity,
    null as violating_amount,
    null as verdict,
    limits.item_name || ' 互联网诊疗不予支付，本次在互联网医院结算' as hit_reason,
    {{ evidence({
        'pay_loc': 'settlements.pay_loc',
        'inscp_amount': 'lines.inscp_amount'
    }) }} as evidence
from {{ ref('int_listed_lines') }} as lines
inner join {{ ref('int_settlements') }} as settlements on lines.setl_id = settlements.setl_id
inner join {{ ref('internet_barred_drugs') }} as limits
    on lines.kp_id = limits.kp_id and {{ in_force('limits', 'lines.fee_date') }}
where
    lines.list_id = 'internet_barred_drugs'
    -- pay_loc 5 互联网医院.
    and settlements.pay_loc = '5'
    and lines.inscp_amount > 0
    and not settlements.is_account_only
