-- Guards the money: all hits of a settlement together, those of earlier quarters too, refuse at
-- most what the fund paid and has not got back.
with refused as (
    select
        setl_id,
        sum(attributed_fund_amount) as refused_amount
    from {{ ref('fct_rule_hits') }}
    where quarter <= '{{ var("quarter") }}'
    group by setl_id
    having bool_or(quarter = '{{ var("quarter") }}')
)

select
    refused.*,
    settlements.fund_net_amount
from refused
left join {{ ref('int_settlements') }} as settlements on refused.setl_id = settlements.setl_id
where refused.refused_amount > greatest(0, coalesce(settlements.fund_net_amount, 0))
