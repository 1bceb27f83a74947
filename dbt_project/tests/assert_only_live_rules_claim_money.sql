-- Guards the institutions against rules on trial and against amounts that only inform: neither
-- may refuse a yuan.
select
    hits.hit_id,
    hits.rule_id,
    hits.rule_status,
    rules.amount_method,
    hits.verdict,
    hits.attributed_fund_amount
from {{ ref('fct_rule_hits') }} as hits
inner join {{ ref('dim_rule') }} as rules on hits.rule_id = rules.rule_id
where
    hits.quarter = '{{ var("quarter") }}'
    and hits.attributed_fund_amount <> 0
    and (
        hits.rule_status is distinct from 'live'
        or rules.amount_method in ('display', 'none')
        or hits.verdict in ('alert', 'gate')
    )
