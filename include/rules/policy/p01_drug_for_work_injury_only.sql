-- A drug that only work-injury insurance pays, paid by basic medical insurance.
select
    lines.setl_id,
    lines.bkkp_sn,
    limits.kp_id,
    lines.quantity as violating_quantity,
    null as violating_amount,
    null as verdict,
    limits.item_name || ' 限工伤保险支付，本次由基本医疗保险结算' as hit_reason,
    {{ evidence({
        'insutype': 'settlements.insutype',
        'inscp_amount': 'lines.inscp_amount'
    }) }} as evidence
from {{ ref('int_listed_lines') }} as lines
inner join {{ ref('int_settlements') }} as settlements on lines.setl_id = settlements.setl_id
inner join {{ ref('insurance_limited_drugs') }} as limits
    on lines.kp_id = limits.kp_id and {{ in_force('limits', 'lines.fee_date') }}
where
    lines.list_id = 'insurance_limited_drugs'
    and limits.insurance = '工伤'
    -- Insurance of employees and residents with its special schemes; work injury and
    -- maternity have kinds of their own.
    and settlements.insutype in ('310', '340', '380', '390', '391', '399')
    and lines.inscp_amount > 0
    -- The personal account is the person's own money.
    and not settlements.is_account_only
