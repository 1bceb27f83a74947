-- Encounters, typed: the current version of each, withdrawn ones left out. An encounter that
-- ends before it begins has no dates that a rule could go by.
with typed as (
    select
        mdtrt_id,
        psn_no,
        fixmedins_code,
        {{ plain_code('med_type') }} as med_type,
        {{ real_moment('begntime') }} as begntime,
        {{ real_moment('endtime') }} as endtime,
        upper(dscg_maindiag_code) as dscg_maindiag_code,
        {{ plain_code('dscg_way') }} as dscg_way,
        adm_dept_codg,
        chfpdr_code,
        {{ plain_code('adm_way') }} as adm_way,
        {{ plain_code('traf_dept_flag') }} as traf_dept_flag,
        {{ plain_code('ttp_pay_flag') }} as ttp_pay_flag,
        refl_old_mdtrt_id,
        dise_no,
        upper(oprn_oprt_code) as oprn_oprt_code,
        exch_updt_time::timestamp as exch_updt_time,
        batch_id
    from {{ current_rows('mdtrt_d') }} as current_row
    where not {{ is_withdrawn() }}
)

select
    mdtrt_id,
    psn_no,
    fixmedins_code,
    med_type,
    case when endtime::date < begntime::date then null else begntime end as begntime,
    case when endtime::date < begntime::date then null else endtime end as endtime,
    dscg_maindiag_code,
    dscg_way,
    adm_dept_codg,
    chfpdr_code,
    adm_way,
    traf_dept_flag,
    ttp_pay_flag,
    refl_old_mdtrt_id,
    dise_no,
    oprn_oprt_code,
    exch_updt_time,
    batch_id
from typed
