-- Net lines of western, patent and ethnic drugs that were given out outside stays.
select
    lines.bkkp_sn,
    lines.setl_id,
    lines.mdtrt_id,
    lines.psn_no,
    lines.fixmedins_code,
    lines.med_type_group,
    lines.fee_date,
    lines.fee_ocur_time,
    lines.generic_code,
    lines.med_list_codg,
    lines.hilist_name,
    lines.quantity,
    lines.fee_amount,
    lines.inscp_amount,
    settlements.is_account_only,
    lines.prd_days,
    lines.prescription_id,
    lines.is_in_quarter
from {{ ref('int_prescribed_lines') }} as lines
inner join {{ ref('int_settlements') }} as settlements on lines.setl_id = settlements.setl_id
where
    lines.list_type in ('101', '104')
    and lines.med_type_group in ('门诊', '慢特病', '购药')
