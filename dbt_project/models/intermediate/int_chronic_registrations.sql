-- Registrations for chronic care. Where the beginning is unknown it counts from 1900; an end
-- before the beginning is a made-up date, and the registration is open.
select
    trt_dcla_detl_sn,
    psn_no,
    opsp_dise_code,
    opsp_dise_name,
    coalesce(begndate, date '1900-01-01') as registered_from,
    case when enddate >= coalesce(begndate, enddate) then enddate end as registered_to
from {{ ref('stg_opsp_reg_d') }}
