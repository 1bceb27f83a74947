-- A service for stays only, charged to an outpatient, or one for outpatients only, charged
-- inside a stay.
select
    lines.setl_id,
    lines.bkkp_sn,
    limits.kp_id,
    lines.quantity as violating_quantity,
    null as violating_amount,
    -- The visit that led to the admission is often posted to the stay.
    case
        when
            settlements.med_type_group = '住院'
            and lines.fee_date <= coalesce(settlements.admitted_on, lines.fee_date)
            then 'suspect'
    end as verdict,
    limits.item_name
    || case
        when settlements.med_type_group = '住院' then ' 限门诊、急诊收取，计入了住院结算'
        else ' 限住院收取，计入了门诊结算'
    end as hit_reason,
    {{ evidence({
        'med_type': 'settlements.med_type',
        'admitted_on': 'settlements.admitted_on',
        'fee_date': 'lines.fee_date'
    }) }} as evidence
from {{ ref('int_listed_lines') }} as lines
inner join {{ ref('int_settlements') }} as settlements on lines.setl_id = settlements.setl_id
inner join {{ ref('setting_limited_services') }} as limits
    on lines.kp_id = limits.kp_id and {{ in_force('limits', 'lines.fee_date') }}
where
    lines.list_id = 'setting_limited_services'
    and (
        settlements.med_type_group in ('门诊', '慢特病')
        and limits.allows_outpatient = 0
        -- 24: from the emergency room to the ward, settled together.
        or settlements.med_type_group = '住院'
        and limits.allows_inpatient = 0
        and settlements.med_type <> '24'
    )
