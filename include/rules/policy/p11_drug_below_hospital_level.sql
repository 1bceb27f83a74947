-- A drug that is paid only from a certain hospital level on, used below it.
select
    lines.setl_id,
    lines.bkkp_sn,
    limits.kp_id,
    lines.quantity as violating_quantity,
    null as violating_amount,
    -- G-6: in an emergency the level limit is a suspicion at most. So is a first prescription:
    -- an earlier one may have been paid elsewhere or before the data begin.
    case
        when settlements.med_type in ('13', '1301') or limits.first_prescription_only = 1
            then 'suspect'
    end as verdict,
    limits.item_name || case limits.first_prescription_only when 1 then ' 首次处方限' else ' 限' end
    || case limits.min_level when 3 then '三级' else '二级及以上' end
    || '医疗机构' || case limits.first_prescription_only
        when 1
            then
                '开具，此前 '
                || {{ number_text(threshold('first_prescription_days', 'lines.fee_date')) }}
                || ' 天内无此类处方'
        else '使用'
    end as hit_reason,
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
    and settlements.hospital_level < limits.min_level
    -- A township hospital that has been raised to second level counts as such.
    and coalesce(institutions.hospital_level, 0) < limits.min_level
    -- 县域医共体: prescribed above, dispensed below.
    and lines.rx_circ_flag <> '1'
    -- Where only the first prescription is limited, one from above within a year will do.
    and not exists (
        select 1
        from {{ ref('int_person_item_days') }} as earlier
        where
            limits.first_prescription_only = 1
            and earlier.list_id = 'level_limited_drugs'
            and earlier.kp_id = lines.kp_id
            and earlier.psn_no = lines.psn_no
            and earlier.hospital_level >= limits.min_level
            and earlier.fee_date <= lines.fee_date
            and earlier.fee_date
            >= lines.fee_date
            - {{ threshold('first_prescription_days', 'lines.fee_date') }}::int
    )
