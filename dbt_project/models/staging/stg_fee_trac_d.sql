-- Trace codes scanned for fee lines, typed: the current version, withdrawn ones left out.
select
    bkkp_sn,
    drug_trac_codg,
    setl_id,
    mdtrt_id,
    psn_no,
    fixmedins_code,
    med_list_codg,
    {{ real_moment('scan_time') }} as scan_time,
    batch_id
from {{ current_rows('fee_trac_d') }} as current_row
where not {{ is_withdrawn() }}
