-- Diagnoses, typed: the current version of each, withdrawn ones left out.
select
    diag_info_id,
    mdtrt_id,
    psn_no,
    {{ plain_code('inout_diag_type') }} as inout_diag_type,
    {{ plain_code('diag_type') }} as diag_type,
    {{ plain_code('maindiag_flag') }} as maindiag_flag,
    -- Some systems send I10.X00X002, the catalogue writes I10.x00x002.
    upper(diag_code) as diag_code,
    diag_name,
    batch_id
from {{ current_rows('setl_diag_list_d') }} as current_row
where
    not {{ is_withdrawn() }}
    and diag_code is not null
