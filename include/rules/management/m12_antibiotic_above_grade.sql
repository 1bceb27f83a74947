-- An antibiotic of the special grade, which is for stays, prescribed to an outpatient. Whether the
-- doctor was entitled to other grades is not judged: nobody delivers entitlements.
select
    lines.setl_id,
    lines.bkkp_sn,
    limits.kp_id,
    lines.quantity as violating_quantity,
    null as violating_amount,
    null as verdict,
    limits.item_name || ' 为特殊使用级抗菌药物，在门诊使用' as hit_reason,
    {{ evidence({
        'grade': 'limits.grade',
        'med_type': 'settlements.med_type'
    }) }} as evidence
from {{ ref('int_listed_lines') }} as lines
inner join {{ ref('int_settlements') }} as settlements on lines.setl_id = settlements.setl_id
inner join {{ ref('antibiotic_grades') }} as limits
    on lines.kp_id = limits.kp_id and {{ in_force('limits', 'lines.fee_date') }}
where
    lines.list_id = 'antibiotic_grades'
    and limits.grade = '特殊'
    and settlements.med_type_group in ('门诊', '慢特病')
    and settlements.med_type not in ('13', '1301')
    and lines.inscp_amount > 0
