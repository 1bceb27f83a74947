-- One row per fee line of the batch, with what its amounts and references say of it.
create unlogged table {target} as
with reversals as (
    select distinct setl_id from {setl_d} where init_setl_id is not null
)
select
    line.psn_no,
    line.fixmedins_code,
    line.setl_id,
    line.mdtrt_id,
    line.med_type,
    line.list_type,
    line.med_chrgitm_type,
    line.chrgitm_lv,
    line.vali_flag,
    line.med_list_codg,
    line.fee_ocur_time::timestamp as fee_ocur_time,
    line.exch_updt_time::timestamp as exch_updt_time,
    -- Pharmacies have neither departments nor doctors of their own.
    case when line.fixmedins_code not like 'P%' then line.bilg_dept_codg is not null end
        as names_department,
    case when line.fixmedins_code not like 'P%' then line.bilg_dr_code is not null end
        as names_doctor,
    line.cnt::numeric as cnt,
    line.pric::numeric as pric,
    line.det_item_fee_sumamt::numeric as amount,
    abs(
        round(line.cnt::numeric * line.pric::numeric, 2)
        - line.det_item_fee_sumamt::numeric
    ) <= 0.01 as amount_is_count_times_price,
    abs(
        line.det_item_fee_sumamt::numeric - line.fulamt_ownpay_amt::numeric
        - line.overlmt_selfpay::numeric - line.preselfpay_amt::numeric
        - line.inscp_amt::numeric
    ) <= 0.01 as amount_is_its_parts,
    case
        when line.det_item_fee_sumamt::numeric < 0
            then line.init_feedetl_sn is not null or reversals.setl_id is not null
    end as negative_names_original,
    line.fee_ocur_time::timestamp <= {extracted_to} as occurred_before_extraction,
    case when line.setl_id is not null then unknown_settlement.setl_id is null end
        as settlement_is_known,
    case when line.mdtrt_id is not null then unknown_encounter.mdtrt_id is null end
        as encounter_is_known
from {fee_list_d} as line
left join reversals using (setl_id)
left join {unknown_settlements} as unknown_settlement using (setl_id)
left join {unknown_encounters} as unknown_encounter using (mdtrt_id)
