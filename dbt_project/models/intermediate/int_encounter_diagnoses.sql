-- Diagnoses of the encounters in int_settlements, from the diagnosis list and from the
-- encounter's own main diagnosis: no single table has them all.
with encounters as (
    select distinct mdtrt_id
    from {{ ref('int_settlements') }}
)

select
    listed.mdtrt_id,
    listed.diag_code
from {{ ref('stg_setl_diag_list_d') }} as listed
inner join encounters on listed.mdtrt_id = encounters.mdtrt_id
union
select
    main_diagnoses.mdtrt_id,
    main_diagnoses.dscg_maindiag_code as diag_code
from {{ ref('stg_mdtrt_d') }} as main_diagnoses
inner join encounters on main_diagnoses.mdtrt_id = encounters.mdtrt_id
where main_diagnoses.dscg_maindiag_code is not null
