-- A drug that is paid only from a certain hospital level on, used below it.
select
    lines.setl_id,
    lines.bkkp_sn,
    limits.kp_id,
    lines.quantity as violating_quantity,
    null as violating_amount,
    -- G-6: in an emergency the level limit is a suspicion at most.
    case when settlements.med_type in ('13', '1301') then 'suspect' end as verdict,
    limits.item_name || ' 限' || case limits.min_level when 3 then '三级' else '二级及以上' end
    || '医疗机构使用' as hit_reason,
    {{ evidence({
        'hospital_level': 'settlements.hospital_level',
        'min_level': 'limits.min_level'
    }) }} as evidence
from {{ ref('int_listed_lines') }} as lines
inner join {{ ref('int_settlements') }} as settlements on lines.setl_id = settlements.setl_id
inner join {{ ref('level_limited_drugs') }} as limits
    on lines.kp_id = limits.kp_id and {{ in_force('limits', 'lines.fee_date') }}
left join {{ ref('int_institutions') }} as institutions
    on settlements.fixmedins_code = institutions.fixmedins_code
where
    lines.list_id = 'level_limited_drugs'
    -- Whether a prescription is the person's first, this rule does not ask yet.
    and limits.first_prescription_only = 0
    and settlements.hospital_level < limits.min_level
    -- A township hospital that has been raised to second level counts as such.
    and coalesce(institutions.hospital_level, 0) < limits.min_level
    -- 县域医共体: prescribed above, dispensed below.
    and lines.rx_circ_flag <> '1'
