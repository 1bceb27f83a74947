-- What each hit is worth: fee, in-scope and fund amounts in yuan (domain notes §7.5).
-- A line carries no fund amount, so the settlement's fund share is laid on its in-scope
-- amount; rules on whole stays put the settlement's own payment at stake.
with scope_totals as (
    select
        lines.setl_id,
        sum(lines.inscp_amount) as inscp_amount
    from {{ ref('int_fee_lines') }} as lines
    where lines.setl_id in (select hits.setl_id from {{ ref('hits_judged') }} as hits)
    group by lines.setl_id
),

shares as (
    select
        hits.*,
        hits.final_verdict = 'gate' or hits.amount_method = 'none' as is_without_amount,
        case
            when hits.final_verdict = 'gate' or hits.amount_method = 'none' then 0
            -- A settlement is at stake whole, or with the amount that the rule names.
            when hits.bkkp_sn is null
                then least(coalesce(hits.violating_amount, hits.medfee_sumamt), hits.medfee_sumamt)
            else least(
                coalesce(
                    hits.violating_amount, hits.fee_amount * hits.violating_quantity / hits.quantity
                ),
                hits.fee_amount
            )
        end as violating_fee,
        case
            when hits.bkkp_sn is null then hits.inscp_amt
            else hits.inscp_amount
        end as inscp_base,
        case
            when hits.bkkp_sn is null then hits.medfee_sumamt
            else hits.fee_amount
        end as fee_base,
        least(1, hits.fund_net_amount / nullif(scope_totals.inscp_amount, 0)) as fund_share
    from {{ ref('hits_judged') }} as hits
    left join scope_totals on hits.setl_id = scope_totals.setl_id
)

select
    -- A pure function of rule, knowledge point and flagged keys: a re-run finds the same.
    rule_id || '-' || left(
        encode(
            sha256(convert_to(concat_ws('|', rule_id, kp_id, setl_id, bkkp_sn), 'UTF8')), 'hex'
        ), 20
    ) as hit_id,
    *,
    round(violating_fee, 2) as hit_fee_amount,
    round(coalesce(inscp_base * violating_fee / nullif(fee_base, 0), 0), 2) as hit_inscp_amount,
    case
        when is_without_amount then 0
        when bkkp_sn is null and violating_amount is null then greatest(0, fund_net_amount)
        when bkkp_sn is null
            then coalesce(
                round(greatest(0, fund_net_amount) * violating_fee / nullif(medfee_sumamt, 0), 2),
                0
            )
        else least(
            greatest(0, fund_net_amount),
            round(
                coalesce(
                    inscp_base * violating_fee / nullif(fee_base, 0) * greatest(0, fund_share), 0
                ),
                2
            )
        )
    end as hit_fund_amount,
    round(coalesce(inscp_base * greatest(0, fund_share), 0), 2) as line_fund_amount,
    -- Inside a DRG or DIP group a line has no price of its own: the amount informs only.
    case when clr_way in ('40', '50') and bkkp_sn is not null then 'drg_item' else 'item' end
        as loss_basis
from shares
