-- Outpatient visits of the quarter by doctor. Who several doctors saw in one visit came to each.
-- is_planned: dialysis, chemotherapy and the like come in series that the doctor did not choose.
select
    lines.mdtrt_id,
    lines.fixmedins_code,
    lines.bilg_dr_code,
    lines.psn_no,
    min(lines.fee_date) as visited_on,
    bool_or(exempt.mdtrt_id is not null) as is_planned
from {{ ref('int_fee_lines') }} as lines
left join {{ ref('int_exempt_encounters') }} as exempt
    on
        lines.mdtrt_id = exempt.mdtrt_id
        and exempt.exemption_id = 'planned_readmission'
where
    lines.is_in_quarter
    and lines.med_type_group in ('门诊', '慢特病')
    and lines.bilg_dr_code is not null
group by lines.mdtrt_id, lines.fixmedins_code, lines.bilg_dr_code, lines.psn_no
