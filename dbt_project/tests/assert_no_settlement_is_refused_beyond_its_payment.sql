-- Guards the money: all hits of a settlement together refuse at most what the fund paid.
with refused as (
    select
        setl_id,
        sum(attributed_fund_amount) as refused_amount
    from {{ ref('fct_rule_hits') }}
    where quarter = '{{ var("quarter") }}'
    group by setl_id
)

select
    refused.*,
    settlements.fund_pay_sumamt
from refused
left join {{ ref('int_settlements') }} as settlements on refused.setl_id = settlements.setl_id
where refused.refused_amount > greatest(0, coalesce(settlements.fund_pay_sumamt, 0))
