-- One row per encounter of the batch.
create unlogged table {target} as
with diagnosed as (
    select distinct mdtrt_id from {setl_diag_list_d} where diag_code is not null
)
select
    encounter.psn_no,
    encounter.fixmedins_code,
    encounter.med_type,
    encounter.begntime,
    encounter.vali_flag,
    encounter.begntime::timestamp <= encounter.endtime::timestamp as ends_after_begin,
    -- Only stays must name these; village and pharmacy encounters rarely do.
    case when stay.is_stay then encounter.dscg_way end as dscg_way,
    case
        when stay.is_stay
            then encounter.dscg_maindiag_code is not null or diagnosed.mdtrt_id is not null
    end as stay_has_diagnosis,
    case when stay.is_stay then encounter.chfpdr_code is not null end as stay_has_doctor,
    case when stay.is_stay then encounter.adm_dept_codg is not null end
        as stay_has_department
from {mdtrt_d} as encounter
left join diagnosed using (mdtrt_id)
cross join lateral (
    select encounter.med_type ~ '^(2[1-8]|52)' as is_stay
) as stay
