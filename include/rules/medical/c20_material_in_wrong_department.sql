-- A material that only some departments use, ordered and used by others.
select
    lines.setl_id,
    lines.bkkp_sn,
    lines.kp_id,
    lines.quantity as violating_quantity,
    null as violating_amount,
    null as verdict,
    limits.item_name || ' 限 ' || replace(limits.allowed_words, '|', '、') || ' 科室使用，开单科室 '
    || coalesce(details.bilg_dept_name, '未填') || '，执行科室 '
    || coalesce(details.acord_dept_name, '未填') as hit_reason,
    {{ evidence({
        'allowed_words': 'limits.allowed_words',
        'bilg_dept_name': 'details.bilg_dept_name',
        'acord_dept_name': 'details.acord_dept_name'
    }) }} as evidence
from {{ ref('int_listed_lines') }} as lines
inner join {{ ref('department_limited_materials') }} as limits
    on lines.kp_id = limits.kp_id and {{ in_force('limits', 'lines.fee_date') }}
inner join {{ ref('int_line_details') }} as details on lines.bkkp_sn = details.bkkp_sn
where
    lines.list_id = 'department_limited_materials'
    -- A line that names no department is not judged.
    and coalesce(details.bilg_dept_name, details.acord_dept_name) is not null
    and not {{ matches("concat_ws('，', details.bilg_dept_name, details.acord_dept_name)",
        'limits.allowed_words') }}
