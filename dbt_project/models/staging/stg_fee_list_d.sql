-- Fee lines, typed: the current version of each, withdrawn ones left out.
select
    bkkp_sn,
    setl_id,
    mdtrt_id,
    psn_no,
    fixmedins_code,
    fee_ocur_time::timestamp as fee_ocur_time,
    cnt::numeric(16, 4) as cnt,
    pric::numeric(16, 6) as pric,
    det_item_fee_sumamt::numeric(16, 2) as det_item_fee_sumamt,
    fulamt_ownpay_amt::numeric(16, 2) as fulamt_ownpay_amt,
    overlmt_selfpay::numeric(16, 2) as overlmt_selfpay,
    preselfpay_amt::numeric(16, 2) as preselfpay_amt,
    inscp_amt::numeric(16, 2) as inscp_amt,
    hilist_code,
    hilist_name,
    list_type,
    coalesce(med_list_codg, hilist_code) as med_list_codg,
    lpad(med_chrgitm_type, 2, '0') as med_chrgitm_type,
    rx_drord_no,
    bilg_dept_codg,
    bilg_dr_code,
    coalesce(rx_circ_flag, '0') as rx_circ_flag,
    nullif(init_feedetl_sn, '') as init_feedetl_sn,
    batch_id
from {{ current_rows('fee_list_d') }} as current_row
where coalesce(vali_flag, '1') <> '0'
