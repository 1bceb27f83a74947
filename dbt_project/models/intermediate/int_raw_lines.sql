-- All current fee lines of the encounters that have a settlement in the quarter,
-- refunds included, and narrow: this is the one place that reads the raw lines.
-- Lines of earlier mid-stay settlements are here too, because a rule on a whole
-- stay needs them.
select
    lines.bkkp_sn,
    lines.setl_id,
    -- The settlement whose charges a refund meets: a reversal's lines meet its original's.
    coalesce(reversals.original_setl_id, lines.setl_id) as netting_setl_id,
    lines.mdtrt_id,
    lines.fee_ocur_time,
    lines.cnt,
    lines.pric,
    lines.det_item_fee_sumamt,
    lines.inscp_amt,
    lines.is_scope_derived,
    lines.hilist_code,
    lines.hilist_name,
    lines.list_type,
    lines.med_list_codg,
    lines.med_chrgitm_type,
    lines.chrgitm_lv,
    lines.rx_drord_no,
    lines.bilg_dept_codg,
    lines.bilg_dept_name,
    lines.bilg_dr_code,
    lines.acord_dept_codg,
    lines.acord_dept_name,
    lines.rx_circ_flag,
    lines.lmt_used_flag,
    lines.prd_days,
    lines.sin_dos_dscr,
    lines.used_frqu_dscr,
    lines.medc_way_dscr,
    lines.spec,
    lines.tcmdrug_used_way,
    lines.dscg_tkdrug_flag,
    lines.etip_flag,
    lines.hosp_appr_flag,
    lines.uploaded_at,
    lines.init_feedetl_sn
from {{ ref('stg_fee_list_d') }} as lines
left join {{ ref('int_reversals') }} as reversals on lines.setl_id = reversals.setl_id
where
    lines.mdtrt_id in (
        select settlements.mdtrt_id
        from {{ ref('int_settlements') }} as settlements
        where settlements.quarter = '{{ var("quarter") }}'
    )
