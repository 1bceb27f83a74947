-- What reversals took off each settlement, field by field and without a sign: some systems send
-- the amounts of a reversal without theirs.
select
    links.original_setl_id as setl_id,
    sum(abs(reversals.medfee_sumamt)) as medfee_sumamt,
    sum(abs(reversals.hifp_pay)) as hifp_pay,
    sum(abs(reversals.fund_pay_sumamt)) as fund_pay_sumamt,
    sum(abs(reversals.psn_pay)) as psn_pay,
    sum(abs(reversals.inscp_amt)) as inscp_amt,
    sum(abs(reversals.fulamt_ownpay_amt)) as fulamt_ownpay_amt,
    sum(abs(reversals.overlmt_selfpay)) as overlmt_selfpay
from {{ ref('int_reversals') }} as links
inner join {{ ref('stg_setl_d') }} as reversals on links.setl_id = reversals.setl_id
where links.original_setl_id is not null
group by links.original_setl_id
