-- A main operation that none of the patient's diagnoses calls for.
with codes as (
    select distinct oprn_oprt_code
    from {{ ref('int_operations') }}
    where is_main
),

listed_codes as (
    select distinct
        codes.oprn_oprt_code,
        listed.op_prefix
    from codes
    inner join {{ ref('operation_diagnoses') }} as listed
        on starts_with(codes.oprn_oprt_code, listed.op_prefix)
),

-- Only operations that the list knows: an unknown one says nothing.
operated as (
    select
        operations.mdtrt_id,
        operations.setl_id,
        operations.oprn_oprt_code,
        listed_codes.op_prefix,
        fitting.kp_id,
        fitting.operation_name
    from {{ ref('int_operations') }} as operations
    inner join listed_codes on operations.oprn_oprt_code = listed_codes.oprn_oprt_code
    inner join {{ ref('int_encounters') }} as encounters
        on operations.mdtrt_id = encounters.mdtrt_id
    inner join {{ ref('operation_diagnoses') }} as fitting
        on
            listed_codes.op_prefix = fitting.op_prefix
            and {{ in_force('fitting', 'coalesce(operations.operated_on, encounters.began_on)') }}
    where operations.is_main and operations.is_in_quarter
),

-- A diagnosis of the list in any position explains the operation.
unexplained as (
    select
        operated.mdtrt_id,
        operated.setl_id,
        min(operated.oprn_oprt_code) as oprn_oprt_code,
        min(operated.operation_name) as operation_name,
        min(operated.op_prefix) as op_prefix
    from operated
    left join {{ ref('int_listed_diagnoses') }} as diagnoses
        on
            operated.mdtrt_id = diagnoses.mdtrt_id
            and operated.kp_id = diagnoses.kp_id
            and diagnoses.list_id = 'operation_diagnoses'
    group by operated.mdtrt_id, operated.setl_id
    having count(diagnoses.mdtrt_id) = 0
)

select
    unexplained.setl_id,
    null as bkkp_sn,
    'operation_diagnosis-' || unexplained.op_prefix as kp_id,
    null as violating_quantity,
    null as violating_amount,
    null as verdict,
    '主要手术 ' || unexplained.oprn_oprt_code || '（' || unexplained.operation_name
    || '）与各项诊断均不相符，主要诊断为 ' || coalesce(settlements.dscg_maindiag_code, '空') as hit_reason,
    {{ evidence({
        'oprn_oprt_code': 'unexplained.oprn_oprt_code',
        'main_diagnosis': 'settlements.dscg_maindiag_code'
    }) }} as evidence
from unexplained
inner join {{ ref('int_settlements') }} as settlements
    on unexplained.setl_id = settlements.setl_id
