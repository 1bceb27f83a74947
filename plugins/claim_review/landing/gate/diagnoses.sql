-- One row per diagnosis of the batch.
create unlogged table {target} as
select
    diagnosis.diag_code,
    diagnosis.diag_type,
    diagnosis.inout_diag_type,
    diagnosis.maindiag_flag,
    diagnosis.vali_flag,
    unknown_encounter.mdtrt_id is null as encounter_is_known
from {setl_diag_list_d} as diagnosis
left join {unknown_encounters} as unknown_encounter using (mdtrt_id)
