-- Guards the money: however many rules hit a line, what is refused of it is at most what
-- the fund paid for it, that is its in-scope amount by the settlement's own ratio.
with settlement_shares as (
    select
        lines.setl_id,
        greatest(
            0,
            least(
                1,
                max(settlements.fund_net_amount)
                / nullif(sum(lines.inscp_amount), 0)
            )
        ) as fund_share
    from {{ ref('int_fee_lines') }} as lines
    inner join {{ ref('int_settlements') }} as settlements
        on lines.setl_id = settlements.setl_id
    where settlements.quarter = '{{ var("quarter") }}'
    group by lines.setl_id
),

refused as (
    select
        bkkp_sn,
        setl_id,
        sum(attributed_fund_amount) as refused_amount
    from {{ ref('fct_rule_hits') }}
    where
        quarter = '{{ var("quarter") }}'
        and bkkp_sn is not null
    group by bkkp_sn, setl_id
)

select
    refused.*,
    round(lines.inscp_amount * settlement_shares.fund_share, 2) as fund_amount
from refused
left join {{ ref('int_fee_lines') }} as lines on refused.bkkp_sn = lines.bkkp_sn
left join settlement_shares on refused.setl_id = settlement_shares.setl_id
where
    refused.refused_amount < 0
    or refused.refused_amount
    > coalesce(round(lines.inscp_amount * settlement_shares.fund_share, 2), 0)
