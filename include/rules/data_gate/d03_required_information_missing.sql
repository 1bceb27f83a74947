-- A settlement without diagnosis, doctor or department (pharmacies have none by design).
select
    setl_id,
    null as bkkp_sn,
    'required_information' as kp_id,
    null as violating_quantity,
    null as violating_amount,
    null as verdict,
    '缺少' || concat_ws(
        '、',
        case when not has_diagnosis then '诊断' end,
        case when not has_doctor then '医师' end,
        case when not has_department then '科室' end
    ) as hit_reason,
    {{ evidence({
        'has_diagnosis': 'has_diagnosis',
        'has_doctor': 'has_doctor',
        'has_department': 'has_department'
    }) }} as evidence
from {{ ref('int_settlement_gates') }}
where fails_d03
