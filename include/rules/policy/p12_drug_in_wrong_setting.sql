-- A drug that is paid in stays (and some in emergencies) only, used in outpatient care or sold.
select
    lines.setl_id,
    lines.bkkp_sn,
    limits.kp_id,
    lines.quantity as violating_quantity,
    null as violating_amount,
    -- G-6: in an emergency the setting is a suspicion at most.
    case when settlements.med_type in ('13', '1301') then 'suspect' end as verdict,
    limits.item_name || ' 限' || case limits.allows_emergency when 1 then '急诊或' else '' end
    || '住院使用，本次为' || settlements.med_type_group as hit_reason,
    {{ evidence({
        'med_type': 'settlements.med_type',
        'allows_emergency': 'limits.allows_emergency'
    }) }} as evidence
from {{ ref('int_listed_lines') }} as lines
inner join {{ ref('int_settlements') }} as settlements on lines.setl_id = settlements.setl_id
inner join {{ ref('setting_limited_drugs') }} as limits
    on lines.kp_id = limits.kp_id and {{ in_force('limits', 'lines.fee_date') }}
where
    lines.list_id = 'setting_limited_drugs'
    -- Day surgery (28) and emergencies that become a stay (24) are stays.
    and settlements.med_type_group in ('门诊', '慢特病', '购药')
    and not (limits.allows_emergency = 1 and settlements.med_type in ('13', '1301'))
    and lines.inscp_amount > 0
    and not settlements.is_account_only
