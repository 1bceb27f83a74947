-- A diagnosis that only one sex can have, recorded for a person of the other.
with found as (
    select
        diagnoses.setl_id,
        limits.kp_id,
        settlements.gend,
        limits.allowed_gend,
        limits.diagnosis_name,
        min(diagnoses.diag_code) as diag_code
    from {{ ref('int_listed_diagnoses') }} as diagnoses
    inner join {{ ref('sex_limited_diagnoses') }} as limits
        on diagnoses.kp_id = limits.kp_id and {{ in_force('limits', 'diagnoses.began_on') }}
    inner join {{ ref('int_settlements') }} as settlements
        on diagnoses.setl_id = settlements.setl_id
    left join {{ ref('int_persons') }} as persons on settlements.psn_no = persons.psn_no
    where
        diagnoses.list_id = 'sex_limited_diagnoses'
        and diagnoses.is_in_quarter
        and settlements.gend in ('1', '2')
        and settlements.gend <> limits.allowed_gend
        and settlements.nwb_flag <> '1'
        -- Where the register says another sex, the settlement's is the mistake.
        and coalesce(persons.gend, settlements.gend) = settlements.gend
        and not exists (
            select 1
            from {{ ref('int_exempt_encounters') }} as exempt
            where
                exempt.mdtrt_id = diagnoses.mdtrt_id
                and exempt.exemption_id = 'sex_uncertain'
        )
    group by
        diagnoses.setl_id,
        limits.kp_id,
        settlements.gend,
        limits.allowed_gend,
        limits.diagnosis_name
)

select
    setl_id,
    null as bkkp_sn,
    kp_id,
    null as violating_quantity,
    null as violating_amount,
    null as verdict,
    '诊断 ' || diag_code || '（' || diagnosis_name || '）限'
    || case allowed_gend when '1' then '男性' else '女性' end
    || '，参保人为' || case gend when '1' then '男性' else '女性' end as hit_reason,
    {{ evidence({
        'diag_code': 'diag_code',
        'gend': 'gend',
        'allowed_gend': 'allowed_gend'
    }) }} as evidence
from found
