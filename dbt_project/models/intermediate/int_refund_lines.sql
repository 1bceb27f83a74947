-- The fee lines that give something back, and what netting made of their settlement: few,
-- so that whoever sets them against charges holds them in hand and reads the charges once.
select
    lines.bkkp_sn,
    lines.setl_id,
    lines.netting_setl_id,
    lines.mdtrt_id,
    lines.med_list_codg,
    lines.fee_ocur_time::date as fee_date,
    coalesce(lines.bilg_dept_codg, '') as department,
    lines.cnt,
    lines.init_feedetl_sn,
    settlements.standing,
    settlements.quarter
from {{ ref('int_raw_lines') }} as lines
left join {{ ref('int_settlements') }} as settlements on lines.setl_id = settlements.setl_id
where lines.cnt < 0 or lines.det_item_fee_sumamt < 0
