-- Guards what the KPIs take for granted of a standing settlement: the pooled fund's part lies
-- within what all funds paid, the amount in scope within the fee, and the net fee lines of a stay
-- add up to it. The province delivers what it delivers, so this warns and keeps the rows.
{{ config(severity='warn') }}
select
    fixmedins_code,
    setl_id as subject,
    medfee_sumamt as fee,
    'hifp_pay > fund_pay_sumamt' as fault
from {{ ref('int_settled_money') }}
where
    net_group is not null
    and quarter = '{{ var("quarter") }}'
    and hifp_pay > fund_pay_sumamt + 0.01
union all
select
    fixmedins_code,
    setl_id as subject,
    medfee_sumamt as fee,
    'inscp_amt > medfee_sumamt' as fault
from {{ ref('int_settled_money') }}
where
    net_group is not null
    and quarter = '{{ var("quarter") }}'
    and inscp_amt > medfee_sumamt + 0.01
union all
select
    fixmedins_code,
    visit_id as subject,
    inpatient_total_fee as fee,
    'fee lines <> medfee_sumamt' as fault
from {{ ref('int_inpatient_visits') }}
where
    view = 'settled'
    and quarter = '{{ var("quarter") }}'
    and abs(itemised_amount - inpatient_total_fee)
    > {{ threshold('settlement_total_tolerance', quarter_start()) }}
