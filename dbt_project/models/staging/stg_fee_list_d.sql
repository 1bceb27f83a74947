-- Fee lines, typed: the current version of each, withdrawn ones left out.
select
    bkkp_sn,
    setl_id,
    mdtrt_id,
    psn_no,
    fixmedins_code,
    fee_ocur_time::timestamp as fee_ocur_time,
    -- Some systems send a refund with a positive count, or with none. Nearly every line is none,
    -- and has no minus sign to look behind.
    case
        when position('-' in det_item_fee_sumamt) = 0 then cnt::numeric
        when det_item_fee_sumamt::numeric >= 0 or det_item_fee_sumamt is null then cnt::numeric
        when coalesce(cnt::numeric, 0) <> 0 then -abs(cnt::numeric)
        else det_item_fee_sumamt::numeric / nullif(abs(pric::numeric), 0)
    end::numeric(16, 4) as cnt,
    pric::numeric(16, 6) as pric,
    det_item_fee_sumamt::numeric(16, 2) as det_item_fee_sumamt,
    fulamt_ownpay_amt::numeric(16, 2) as fulamt_ownpay_amt,
    overlmt_selfpay::numeric(16, 2) as overlmt_selfpay,
    preselfpay_amt::numeric(16, 2) as preselfpay_amt,
    -- Total = self-funded + above limit + paid first + in scope (data standard §3.4).
    coalesce(
        inscp_amt::numeric,
        det_item_fee_sumamt::numeric - coalesce(fulamt_ownpay_amt::numeric, 0)
        - coalesce(overlmt_selfpay::numeric, 0) - coalesce(preselfpay_amt::numeric, 0)
    )::numeric(16, 2) as inscp_amt,
    inscp_amt is null as is_scope_derived,
    hilist_code,
    hilist_name,
    list_type,
    coalesce(med_list_codg, hilist_code) as med_list_codg,
    case
        when med_chrgitm_type like '__' then med_chrgitm_type
        else lpad(med_chrgitm_type, 2, '0')
    end as med_chrgitm_type,
    case
        when chrgitm_lv like '__' then chrgitm_lv
        else lpad(chrgitm_lv, 2, '0')
    end as chrgitm_lv,
    rx_drord_no,
    bilg_dept_codg,
    bilg_dept_name,
    bilg_dr_code,
    acord_dept_codg,
    acord_dept_name,
    prd_days::numeric(16, 4) as prd_days,
    sin_dos_dscr,
    used_frqu_dscr,
    medc_way_dscr,
    spec,
    -- Codes of one digit, whether they came as 01, 1 or 1.0: a pattern per line is slow.
    right(split_part(lmt_used_flag, '.', 1), 1) as lmt_used_flag,
    -- A code of the dictionary, or the words for it.
    case
        when ascii(tcmdrug_used_way) < 128
            then right(split_part(tcmdrug_used_way, '.', 1), 1)
        else trim(tcmdrug_used_way)
    end as tcmdrug_used_way,
    right(split_part(dscg_tkdrug_flag, '.', 1), 1) as dscg_tkdrug_flag,
    right(split_part(etip_flag, '.', 1), 1) as etip_flag,
    right(split_part(hosp_appr_flag, '.', 1), 1) as hosp_appr_flag,
    case when rx_circ_flag in ('1', '01', '1.0') then '1' else '0' end as rx_circ_flag,
    nullif(nullif(nullif(init_feedetl_sn, ''), '0'), bkkp_sn) as init_feedetl_sn,
    crte_time::timestamp as uploaded_at,
    batch_id
from {{ current_rows('fee_list_d') }} as current_row
where not {{ is_withdrawn() }}
