-- One line hit by several rules is refused once: each hit gets what is left of its line
-- and then of its settlement's fund payment, the more certain rule first. Rules on trial and
-- rules whose amounts only inform claim nothing and take nothing from the others.
with ranked as (
    select
        *,
        case
            when
                final_verdict in ('hard', 'suspect')
                and not is_accepted
                and loss_basis = 'item'
                and rule_status = 'live'
                and amount_method not in ('display', 'none')
                then hit_fund_amount
            else 0
        end as claimed_amount,
        (case final_verdict when 'hard' then 1 when 'suspect' then 2 else 3 end) * 1000 + priority
            as turn
    from {{ ref('hit_amounts') }}
),

claimed_on_lines as (
    select
        *,
        sum(claimed_amount) over (
            partition by setl_id, coalesce(bkkp_sn, hit_id)
            order by turn, hit_id
        ) as claimed_so_far,
        case when bkkp_sn is null then hit_fund_amount else line_fund_amount end as line_cap
    from ranked
),

capped_by_line as (
    select
        *,
        least(claimed_so_far, line_cap)
        - least(claimed_so_far - claimed_amount, line_cap) as line_capped_amount
    from claimed_on_lines
),

claimed_on_settlements as (
    select
        *,
        sum(line_capped_amount) over (partition by setl_id order by turn, hit_id)
            as settlement_claimed_so_far,
        greatest(0, fund_net_amount) as settlement_cap
    from capped_by_line
)

select
    *,
    least(settlement_claimed_so_far, settlement_cap)
    - least(settlement_claimed_so_far - line_capped_amount, settlement_cap)
        as attributed_fund_amount
from claimed_on_settlements
