-- Net lines of drugs (101 western and patent, 102 slices, 103 the hospital's own, 104 ethnic,
-- 106 granules) outside stays, and of slices everywhere, with the prescription each belongs
-- to: the one scan of the fee lines that facts on prescriptions share.
-- A number in a stay is that of an order, one per item; and numbers repeat from one encounter
-- to the next. Where there is no number of a prescription, what one doctor gave on one day of
-- an encounter is taken for one.
with drug_lines as (
    select
        *,
        med_type_group <> '住院' and rx_drord_no is not null as has_rx_number
    from {{ ref('int_fee_lines') }}
    where
        list_type in ('101', '102', '103', '104', '106')
        and (med_type_group <> '住院' or list_type = '102')
)

select
    drug_lines.bkkp_sn,
    drug_lines.setl_id,
    drug_lines.mdtrt_id,
    drug_lines.psn_no,
    drug_lines.fixmedins_code,
    drug_lines.is_in_quarter,
    drug_lines.med_type_group,
    drug_lines.fee_ocur_time,
    drug_lines.fee_date,
    drug_lines.list_type,
    drug_lines.med_list_codg,
    {{ generic_code('drug_lines.med_list_codg') }} as generic_code,
    drug_lines.hilist_name,
    drug_lines.quantity,
    drug_lines.fee_amount,
    drug_lines.inscp_amount,
    drug_lines.bilg_dr_code,
    drug_lines.has_rx_number,
    case
        when drug_lines.has_rx_number
            then drug_lines.mdtrt_id || '/' || drug_lines.rx_drord_no
        else
            drug_lines.mdtrt_id || '/' || coalesce(drug_lines.fee_date::text, '')
            || '/' || coalesce(drug_lines.bilg_dr_code, '')
    end as prescription_id,
    drug_lines.prd_days,
    drug_lines.medc_way_dscr,
    drug_lines.tcmdrug_used_way
from drug_lines
