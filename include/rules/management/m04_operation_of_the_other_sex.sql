-- An operation on an organ that the patient's sex does not have.
with codes as (
    select distinct oprn_oprt_code
    from {{ ref('int_operations') }}
),

listed_codes as (
    select distinct
        codes.oprn_oprt_code,
        limits.kp_id
    from codes
    inner join {{ ref('sex_limited_operations') }} as limits
        on starts_with(codes.oprn_oprt_code, limits.op_prefix)
),

found as (
    select
        operations.mdtrt_id,
        operations.setl_id,
        limits.kp_id,
        limits.operation_name,
        limits.allowed_gend,
        settlements.gend,
        min(operations.oprn_oprt_code) as oprn_oprt_code
    from {{ ref('int_operations') }} as operations
    inner join listed_codes on operations.oprn_oprt_code = listed_codes.oprn_oprt_code
    inner join {{ ref('int_encounters') }} as encounters
        on operations.mdtrt_id = encounters.mdtrt_id
    inner join {{ ref('sex_limited_operations') }} as limits
        on
            listed_codes.kp_id = limits.kp_id
            and {{ in_force('limits', 'coalesce(operations.operated_on, encounters.began_on)') }}
    inner join {{ ref('int_settlements') }} as settlements
        on operations.setl_id = settlements.setl_id
    left join {{ ref('int_persons') }} as persons on settlements.psn_no = persons.psn_no
    where
        operations.is_in_quarter
        and settlements.gend in ('1', '2')
        and settlements.gend <> limits.allowed_gend
        and settlements.nwb_flag <> '1'
        -- Where the register says another sex, the settlement's is the mistake.
        and coalesce(persons.gend, settlements.gend) = settlements.gend
        and not exists (
            select 1
            from {{ ref('int_exempt_encounters') }} as exempt
            where
                exempt.mdtrt_id = operations.mdtrt_id
                and exempt.exemption_id = 'sex_uncertain'
        )
    group by
        operations.mdtrt_id,
        operations.setl_id,
        limits.kp_id,
        limits.operation_name,
        limits.allowed_gend,
        settlements.gend
),

-- With other operations beside it, nobody can tell which lines are this one's.
other_operations as (
    select distinct operations.mdtrt_id
    from {{ ref('int_operations') }} as operations
    left join listed_codes on operations.oprn_oprt_code = listed_codes.oprn_oprt_code
    left join found
        on
            operations.mdtrt_id = found.mdtrt_id
            and listed_codes.kp_id = found.kp_id
    where found.mdtrt_id is null
),

surgery_lines as (
    select
        bkkp_sn,
        setl_id,
        mdtrt_id,
        quantity
    from {{ ref('int_fee_lines') }}
    where
        med_chrgitm_type = '06'
        and med_type_group in ('住院', '门诊')
        and mdtrt_id not in (select other_operations.mdtrt_id from other_operations)
)

select
    coalesce(lines.setl_id, found.setl_id) as setl_id,
    lines.bkkp_sn,
    found.kp_id,
    lines.quantity as violating_quantity,
    case when lines.bkkp_sn is null then 0 end as violating_amount,
    null as verdict,
    '手术操作 ' || found.oprn_oprt_code || '（' || found.operation_name || '）限'
    || case found.allowed_gend when '1' then '男性' else '女性' end
    || '，参保人为' || case found.gend when '1' then '男性' else '女性' end as hit_reason,
    {{ evidence({
        'oprn_oprt_code': 'found.oprn_oprt_code',
        'gend': 'found.gend',
        'allowed_gend': 'found.allowed_gend'
    }) }} as evidence
from found
left join surgery_lines as lines on found.mdtrt_id = lines.mdtrt_id
