-- Guards against hits nobody can have found: each one lies on a current settlement of the
-- quarter, of a kind its rule is about and with all the rule needs. Only a whole stay may
-- be flagged in the quarter after its settlement, when the other stay of the pair came.
select
    hits.hit_id,
    hits.rule_id,
    hits.setl_id,
    settlements.quarter as settlement_quarter,
    settlements.standing,
    gates.missing
from {{ ref('fct_rule_hits') }} as hits
left join {{ ref('rules_in_force') }} as rules on hits.rule_id = rules.rule_id
left join {{ ref('int_settlements') }} as settlements on hits.setl_id = settlements.setl_id
left join {{ ref('int_settlement_gates') }} as gates on hits.setl_id = gates.setl_id
where
    hits.quarter = '{{ var("quarter") }}'
    and not coalesce(
        {{ is_about('rules', 'settlements') }}
        and (settlements.standing = 'net' or rules.reads_refunds)
        and not coalesce(gates.missing, '{}') && rules.needs
        and rules.undelivered = '{}'
        and not rules.has_empty_lists
        and (
            settlements.quarter = hits.quarter
            or (hits.bkkp_sn is null and settlements.quarter < hits.quarter)
        ),
        false
    )
