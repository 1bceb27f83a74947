-- Settlements, typed: the current version of each, withdrawn ones left out.
select
    setl_id,
    mdtrt_id,
    psn_no,
    {{ plain_code('gend') }} as gend,
    brdy::timestamp::date as brdy,
    {{ plain_code('insutype') }} as insutype,
    insu_admdvs,
    fixmedins_code,
    fix_blng_admdvs,
    {{ plain_code('hosp_lv') }} as hosp_lv,
    {{ plain_code('med_type') }} as med_type,
    {{ real_moment('begndate') }} as begndate,
    {{ real_moment('enddate') }} as enddate,
    setl_time::timestamp as setl_time,
    medfee_sumamt::numeric(16, 2) as medfee_sumamt,
    fulamt_ownpay_amt::numeric(16, 2) as fulamt_ownpay_amt,
    overlmt_selfpay::numeric(16, 2) as overlmt_selfpay,
    preselfpay_amt::numeric(16, 2) as preselfpay_amt,
    inscp_amt::numeric(16, 2) as inscp_amt,
    act_pay_dedc::numeric(16, 2) as act_pay_dedc,
    hifp_pay::numeric(16, 2) as hifp_pay,
    fund_pay_sumamt::numeric(16, 2) as fund_pay_sumamt,
    psn_pay::numeric(16, 2) as psn_pay,
    acct_pay::numeric(16, 2) as acct_pay,
    acct_mulaid_pay::numeric(16, 2) as acct_mulaid_pay,
    cash_payamt::numeric(16, 2) as cash_payamt,
    cvlserv_pay::numeric(16, 2)
    + hifes_pay::numeric(16, 2)
    + hifmi_pay::numeric(16, 2)
    + hifob_pay::numeric(16, 2)
    + hifdm_pay::numeric(16, 2)
    + maf_pay::numeric(16, 2)
    + othfund_pay::numeric(16, 2) as other_funds_amount,
    coalesce(ownpay_hosp_part, '0')::numeric(16, 2) as ownpay_hosp_part,
    {{ plain_code('refd_setl_flag') }} as refd_setl_flag,
    -- Some systems name the settlement itself, or 0, where there is no original.
    nullif(nullif(nullif(init_setl_id, ''), '0'), setl_id) as init_setl_id,
    coalesce({{ plain_code('nwb_flag') }}, '0') as nwb_flag,
    {{ plain_code('clr_way') }} as clr_way,
    {{ plain_code('pay_loc') }} as pay_loc,
    {{ plain_code('setl_type') }} as setl_type,
    {{ plain_code('mid_setl_flag') }} as mid_setl_flag,
    dise_no,
    exch_updt_time::timestamp as exch_updt_time,
    batch_id
from {{ current_rows('setl_d') }} as current_row
where not {{ is_withdrawn() }}
