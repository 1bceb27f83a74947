-- A material that is for one sex only, charged for a person of the other. Lists know materials
-- by their names alone, so this is never more than a suspicion.
select
    lines.setl_id,
    lines.bkkp_sn,
    limits.kp_id,
    lines.quantity as violating_quantity,
    null as violating_amount,
    null as verdict,
    limits.item_name || ' 限' || case limits.allowed_gend when '1' then '男性' else '女性' end
    || '使用，参保人为' || case settlements.gend when '1' then '男性' else '女性' end as hit_reason,
    {{ evidence({
        'gend': 'settlements.gend',
        'allowed_gend': 'limits.allowed_gend'
    }) }} as evidence
from {{ ref('int_listed_lines') }} as lines
inner join {{ ref('int_settlements') }} as settlements on lines.setl_id = settlements.setl_id
inner join {{ ref('sex_limited_materials') }} as limits
    on lines.kp_id = limits.kp_id and {{ in_force('limits', 'lines.fee_date') }}
where
    lines.list_id = 'sex_limited_materials'
    and settlements.gend in ('1', '2')
    and settlements.gend <> limits.allowed_gend
    and settlements.nwb_flag <> '1'
    and not exists (
        select 1
        from {{ ref('int_exempt_encounters') }} as exempt
        where exempt.mdtrt_id = lines.mdtrt_id and exempt.exemption_id = 'sex_uncertain'
    )
