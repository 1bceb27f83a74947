-- Charged for a doctor who had left the institution or whose contract had ended, or who stands
-- as inactive in the register of doctors.
with doctors as (
    select
        dr_code,
        fixmedins_code,
        -- Of several entries, the one that lasts longest; without an end it is open.
        max(coalesce(least(left_on, contract_to), date '9999-12-31')) as last_on,
        bool_or(is_active) as is_active
    from {{ ref('int_practitioners') }}
    group by dr_code, fixmedins_code
)

select
    lines.setl_id,
    lines.bkkp_sn,
    'practitioner_without_right' as kp_id,
    lines.quantity as violating_quantity,
    null as violating_amount,
    -- The register says that the doctor is inactive, but not since when.
    case when doctors.last_on = date '9999-12-31' then 'suspect' end as verdict,
    '开单医师 ' || lines.bilg_dr_code
    || case
        when doctors.last_on < date '9999-12-31'
            then ' 已于 ' || doctors.last_on || ' 离职或合同到期'
        else ' 在医师名册中为非在职状态'
    end || '，费用发生于 ' || lines.fee_date as hit_reason,
    {{ evidence({
        'bilg_dr_code': 'lines.bilg_dr_code',
        'fee_date': 'lines.fee_date',
        'last_on': "nullif(doctors.last_on, date '9999-12-31')",
        'is_active': 'doctors.is_active'
    }) }} as evidence
from {{ ref('int_fee_lines') }} as lines
-- Who does not stand in the institution's register is not judged; nor is a day before the
-- contract, since registers keep the last contract only.
inner join doctors
    on
        lines.bilg_dr_code = doctors.dr_code
        and lines.fixmedins_code = doctors.fixmedins_code
where
    lines.is_in_quarter
    and lines.inscp_amount > 0
    and (
        lines.fee_date > doctors.last_on
        or (doctors.last_on = date '9999-12-31' and not doctors.is_active)
    )
