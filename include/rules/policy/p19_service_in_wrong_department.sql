-- A service for certain departments only, ordered and carried out in others. Departments have
-- local codes, so their names are compared.
with lines_with_departments as (
    select
        lines.setl_id,
        lines.bkkp_sn,
        lines.quantity,
        limits.kp_id,
        limits.item_name,
        limits.allowed_words,
        details.bilg_dept_name,
        details.acord_dept_name
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('department_limited_services') }} as limits
        on lines.kp_id = limits.kp_id and {{ in_force('limits', 'lines.fee_date') }}
    inner join {{ ref('int_line_details') }} as details on lines.bkkp_sn = details.bkkp_sn
    where
        lines.list_id = 'department_limited_services'
        -- A line that names no department tells nothing.
        and coalesce(details.bilg_dept_name, details.acord_dept_name) is not null
)

select
    setl_id,
    bkkp_sn,
    kp_id,
    quantity as violating_quantity,
    null as violating_amount,
    null as verdict,
    item_name || ' 开单科室 ' || coalesce(bilg_dept_name, '未填') || '、执行科室 '
    || coalesce(acord_dept_name, '未填') || '，均不在限定科室（' || allowed_words || '）' as hit_reason,
    {{ evidence({
        'bilg_dept_name': 'bilg_dept_name',
        'acord_dept_name': 'acord_dept_name',
        'allowed_words': 'allowed_words'
    }) }} as evidence
from lines_with_departments
where
    not coalesce({{ matches('upper(bilg_dept_name)', 'allowed_words') }}, false)
    and not coalesce({{ matches('upper(acord_dept_name)', 'allowed_words') }}, false)
