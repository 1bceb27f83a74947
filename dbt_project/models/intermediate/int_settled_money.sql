-- Settlements with what is left of their money and where they were made. A reversal of a part is
-- taken off its original here, field by field; a reversal keeps its own amounts.
{{ config(materialized='view') }}
-- A legacy code says nothing of where an institution lies, and nor do other registers.
with placed as (
    select
        settlements.*,
        coalesce(starts_with(settlements.insu_admdvs, '{{ var("prefecture")[:4] }}'), true)
            as is_resident,
        coalesce(
            left(institutions.county_code, 4),
            case
                when {{ matches('settlements.fixmedins_code', "'^[HP][0-9]{11}$'") }}
                    then substr(settlements.fixmedins_code, 2, 4)
            end
        ) = '{{ var("prefecture")[:4] }}' as is_in_prefecture,
        -- pay_loc: 3 in the province, 4 beyond it; med_type: 23 sent there, 25 a stay there.
        coalesce(settlements.pay_loc in ('3', '4') or settlements.med_type in ('23', '25'), false)
            as is_marked_outside
    from {{ ref('int_settlements') }} as settlements
    left join {{ ref('int_institutions') }} as institutions
        on settlements.fixmedins_code = institutions.fixmedins_code
)

select
    placed.setl_id,
    coalesce(placed.mdtrt_id, placed.setl_id) as visit_id,
    placed.psn_no,
    placed.fixmedins_code,
    -- Where a row is shifted by a column there stands something else, such as a name.
    case
        when placed.insutype in ('310', '340', '390', '410', '510') then placed.insutype
        else 'other'
    end as insutype,
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
    -- 外转: somebody insured here stayed in another prefecture.
    placed.is_resident and not coalesce(placed.is_in_prefecture, not placed.is_marked_outside)
        as is_outside,
    -- 异地就医 by any of its marks, also of people insured elsewhere; pay_loc 6 is 市内异地.
    placed.is_marked_outside
    or coalesce(placed.pay_loc = '6', false)
    or not placed.is_resident
    or not coalesce(placed.is_in_prefecture, true) as is_elsewhere
from placed
left join {{ ref('int_given_back') }} as given_back on placed.setl_id = given_back.setl_id
