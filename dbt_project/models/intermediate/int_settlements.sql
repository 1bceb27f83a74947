-- Settlements of the quarter under review and of the history that rules look back on.
-- `standing` says what netting made of each: only `net` ones are judged, both rows of
-- a reversed pair stay visible (D-01: un-netted reversals are the largest source of
-- false repeat-charge hits).
with settlements as (
    select *
    from {{ ref('stg_setl_d') }}
    where
        setl_time < {{ quarter_end() }}
        and setl_time >= {{ quarter_start() }} - interval '{{ var("look_back_months") }} months'
),

taken_back as (
    select
        original_setl_id,
        sum(reversed_amount) as reversed_amount,
        sum(reversed_fund_amount) as reversed_fund_amount
    from {{ ref('int_reversals') }}
    where original_setl_id is not null
    group by original_setl_id
)

select
    settlements.setl_id,
    settlements.mdtrt_id,
    settlements.psn_no,
    -- A settlement without an institution still has to be counted somewhere.
    coalesce(settlements.fixmedins_code, '未填机构') as fixmedins_code,
    {{ quarter_of('settlements.setl_time') }} as quarter,
    settlements.setl_time,
    settlements.gend,
    settlements.brdy,
    settlements.insutype,
    settlements.insu_admdvs,
    settlements.med_type,
    coalesce(med_types.med_type_group, '未对照') as med_type_group,
    levels.level_number as hospital_level,
    coalesce(levels.level_name, '未定级') as hospital_level_name,
    settlements.medfee_sumamt,
    settlements.fulamt_ownpay_amt,
    settlements.overlmt_selfpay,
    settlements.inscp_amt,
    settlements.hifp_pay,
    settlements.fund_pay_sumamt,
    settlements.psn_pay,
    settlements.acct_pay,
    settlements.nwb_flag,
    -- This landing's fund_pay_sumamt is the pooled funds', without the personal account.
    coalesce(settlements.fund_pay_sumamt = 0 and settlements.acct_pay > 0, false)
        as is_account_only,
    -- Whose settlement it is: the personal account's where that paid without the fund. A stay is
    -- the fund's even where the fund paid nothing, such as below the deductible.
    case
        when
            settlements.fund_pay_sumamt = 0
            and settlements.acct_pay > 0
            and coalesce(med_types.med_type_group, '') <> '住院'
            then '个人账户'
        else '统筹'
    end as paid_from,
    settlements.pay_loc,
    settlements.setl_type,
    coalesce(settlements.dise_no, encounters.dise_no) as dise_no,
    settlements.clr_way,
    settlements.init_setl_id,
    settlements.batch_id,
    coalesce(med_types.is_fixed_price, false) or coalesce(settlements.clr_way in ('2', '3'), false)
        as is_fixed_price,
    -- The platform's own identities (data standard §3.2); a cent of rounding is allowed.
    abs(
        settlements.medfee_sumamt - settlements.fund_pay_sumamt
        - settlements.psn_pay - settlements.ownpay_hosp_part
    ) > 0.01
    or abs(
        settlements.fund_pay_sumamt - settlements.hifp_pay - settlements.other_funds_amount
    ) > 0.01
    or abs(settlements.psn_pay - settlements.acct_pay - settlements.cash_payamt) > 0.01
        as breaks_identity,
    coalesce(settlements.begndate, encounters.begntime)::date as began_on,
    encounters.begntime::date as admitted_on,
    encounters.endtime::date as discharged_on,
    encounters.adm_way,
    encounters.traf_dept_flag,
    encounters.ttp_pay_flag,
    encounters.chfpdr_code,
    encounters.adm_dept_codg,
    encounters.dscg_maindiag_code,
    case
        when reversals.setl_id is not null and reversals.original_setl_id is null
            then 'unmatched_reversal'
        when reversals.setl_id is not null then 'reversal'
        when settlements.medfee_sumamt + taken_back.reversed_amount <= 0 then 'reversed'
        -- Marked as refunded, but the refund has not come.
        when settlements.refd_setl_flag = '1' and taken_back.original_setl_id is null
            then 'unmatched_reversal'
        else 'net'
    end as standing,
    -- A reversal of less than its original leaves the original standing.
    coalesce(taken_back.reversed_amount, 0) as reversed_amount,
    (settlements.fund_pay_sumamt + coalesce(taken_back.reversed_fund_amount, 0))::numeric(16, 2)
        as fund_net_amount
from settlements
left join {{ ref('int_reversals') }} as reversals on settlements.setl_id = reversals.setl_id
left join taken_back on settlements.setl_id = taken_back.original_setl_id
left join {{ ref('stg_mdtrt_d') }} as encounters on settlements.mdtrt_id = encounters.mdtrt_id
left join {{ ref('med_types') }} as med_types on settlements.med_type = med_types.med_type
left join {{ ref('hospital_levels') }} as levels on settlements.hosp_lv = levels.hosp_lv
