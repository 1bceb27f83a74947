-- A service that is paid only from a certain hospital level on, billed below it. Whether an
-- institution is licensed for a service is not judged here: no table says so.
select
    lines.setl_id,
    lines.bkkp_sn,
    limits.kp_id,
    lines.quantity as violating_quantity,
    null as violating_amount,
    null as verdict,
    limits.item_name || ' 限' || case limits.min_level when 3 then '三级' else '二级及以上' end
    || '医疗机构开展' as hit_reason,
    {{ evidence({
        'hospital_level': 'settlements.hospital_level',
        'min_level': 'limits.min_level'
    }) }} as evidence
from {{ ref('int_listed_lines') }} as lines
inner join {{ ref('int_settlements') }} as settlements on lines.setl_id = settlements.setl_id
inner join {{ ref('level_limited_services') }} as limits
    on lines.kp_id = limits.kp_id and {{ in_force('limits', 'lines.fee_date') }}
left join {{ ref('int_institutions') }} as institutions
    on settlements.fixmedins_code = institutions.fixmedins_code
where
    lines.list_id = 'level_limited_services'
    and settlements.hospital_level < limits.min_level
    -- A township hospital that has been raised to second level counts as such.
    and coalesce(institutions.hospital_level, 0) < limits.min_level
