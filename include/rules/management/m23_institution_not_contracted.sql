-- A settlement of an institution that had no agreement on that day.
with settled as (
    select
        settlements.setl_id,
        settlements.setl_time::date as settled_on,
        -- What began while the agreement was in force may be brought to its end.
        least(settlements.began_on, settlements.setl_time::date) as began_on,
        institutions.designated_from,
        institutions.designated_to
    from {{ ref('int_settlements') }} as settlements
    inner join {{ ref('int_institutions') }} as institutions
        on settlements.fixmedins_code = institutions.fixmedins_code
    where
        settlements.quarter = '{{ var("quarter") }}'
        and settlements.standing = 'net'
        and (settlements.fund_net_amount > 0 or settlements.acct_pay > 0)
        -- 13 emergency, 1301 rescue, 24 from the emergency department to the ward.
        and coalesce(settlements.med_type, '') not in ('13', '1301', '24')
)

select
    setl_id,
    null as bkkp_sn,
    'no_agreement' as kp_id,
    null as violating_quantity,
    null as violating_amount,
    null as verdict,
    settled_on || ' 结算时不在医保协议有效期内（'
    || case
        when settled_on < designated_from then '协议自 ' || designated_from || ' 起'
        else '协议至 ' || designated_to || ' 止'
    end || '）' as hit_reason,
    {{ evidence({
        'settled_on': 'settled_on',
        'began_on': 'began_on',
        'designated_from': 'designated_from',
        'designated_to': 'designated_to'
    }) }} as evidence
from settled
where
    settled_on < designated_from
    or began_on > designated_to
