-- Encounters, typed: the current version of each, withdrawn ones left out.
select
    mdtrt_id,
    psn_no,
    fixmedins_code,
    {{ plain_code('med_type') }} as med_type,
    begntime::timestamp as begntime,
    endtime::timestamp as endtime,
    upper(dscg_maindiag_code) as dscg_maindiag_code,
    {{ plain_code('dscg_way') }} as dscg_way,
    adm_dept_codg,
    chfpdr_code,
    exch_updt_time::timestamp as exch_updt_time,
    batch_id
from {{ current_rows('mdtrt_d') }} as current_row
where coalesce(vali_flag, '1') <> '0'
