-- Registrations for chronic care, typed: the current version of each, withdrawn ones left out.
select
    trt_dcla_detl_sn,
    psn_no,
    opsp_dise_code,
    opsp_dise_name,
    {{ real_moment('begndate') }}::date as begndate,
    {{ real_moment('enddate') }}::date as enddate,
    batch_id
from {{ current_rows('opsp_reg_d') }} as current_row
where not {{ is_withdrawn() }}
