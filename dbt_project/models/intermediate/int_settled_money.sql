-- Settlements with what is left of their money and where they were made. A reversal of a part is
-- taken off its original here, field by field; a reversal keeps its own amounts.
{{ config(materialized='view') }}
-- Of the prefecture is who is insured and what lies there; a legacy code says nothing of a place.
with placed as (
    select
        settlements.*,
        starts_with(settlements.insu_admdvs, '{{ var("prefecture")[:4] }}') as is_resident,
        coalesce(
            starts_with(
                coalesce(
                    institutions.county_code,
                    substring(settlements.fixmedins_code from '^[HP]([0-9]{6})[0-9]{5}$')
                ),
                '{{ var("prefecture")[:4] }}'
            ),
            true
        ) as is_in_prefecture
    from {{ ref('int_settlements') }} as settlements
    left join {{ ref('int_institutions') }} as institutions
        on settlements.fixmedins_code = institutions.fixmedins_code
)

select
    placed.setl_id,
    coalesce(placed.mdtrt_id, placed.setl_id) as visit_id,
    placed.psn_no,
    placed.fixmedins_code,
    coalesce(placed.insutype, '未填') as insutype,
    placed.med_type_group,
    placed.quarter,
    placed.setl_time,
    placed.standing,
    case when placed.standing = 'net' then placed.med_type_group end as net_group,
    placed.admitted_on,
    placed.discharged_on,
    placed.medfee_sumamt - coalesce(given_back.medfee_sumamt, 0) as medfee_sumamt,
    placed.hifp_pay - coalesce(given_back.hifp_pay, 0) as hifp_pay,
    placed.fund_pay_sumamt - coalesce(given_back.fund_pay_sumamt, 0) as fund_pay_sumamt,
    placed.psn_pay - coalesce(given_back.psn_pay, 0) as psn_pay,
    placed.inscp_amt - coalesce(given_back.inscp_amt, 0) as inscp_amt,
    placed.fulamt_ownpay_amt - coalesce(given_back.fulamt_ownpay_amt, 0) as fulamt_ownpay_amt,
    placed.overlmt_selfpay - coalesce(given_back.overlmt_selfpay, 0) as overlmt_selfpay,
    placed.is_resident,
    -- 外转: somebody insured here was treated in another prefecture. pay_loc: 3 in the province,
    -- 4 beyond it; med_type: 23 sent elsewhere, 25 a stay elsewhere.
    placed.is_resident
    and (
        not placed.is_in_prefecture
        or coalesce(placed.pay_loc in ('3', '4'), false)
        or coalesce(placed.med_type in ('23', '25'), false)
    ) as is_outside,
    -- 异地就医, also of people insured elsewhere; pay_loc 6 is another county of the prefecture.
    not placed.is_resident
    or not placed.is_in_prefecture
    or coalesce(placed.pay_loc in ('3', '4', '6'), false)
    or coalesce(placed.med_type in ('23', '25'), false) as is_elsewhere
from placed
left join {{ ref('int_given_back') }} as given_back on placed.setl_id = given_back.setl_id
