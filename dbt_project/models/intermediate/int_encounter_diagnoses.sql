-- Diagnoses of the encounters in int_settlements, from the diagnosis list and from the
-- encounter's own main diagnosis: no single table has them all.
with encounters as (
    select distinct mdtrt_id
    from {{ ref('int_settlements') }}
),

diagnoses as (
    select
        listed.mdtrt_id,
        listed.diag_code,
        listed.diag_type,
        coalesce(listed.maindiag_flag = '1', false) as is_main
    from {{ ref('stg_setl_diag_list_d') }} as listed
    union all
    select
        mdtrt_id,
        dscg_maindiag_code as diag_code,
        null as diag_type,
        true as is_main
    from {{ ref('stg_mdtrt_d') }}
    where dscg_maindiag_code is not null
)

select
    diagnoses.mdtrt_id,
    diagnoses.diag_code,
    min(diagnoses.diag_type) as diag_type,
    bool_or(diagnoses.is_main) as is_main
from diagnoses
inner join encounters on diagnoses.mdtrt_id = encounters.mdtrt_id
group by diagnoses.mdtrt_id, diagnoses.diag_code
