-- Guards the netting: a charge that was taken back costs the fund nothing, and un-netted
-- refunds are the largest source of false repeat-charge hits. Asked of the lines as
-- delivered, so that a mistake in the netting models shows.
-- A reversal's lines take back those of its original; lines settled anew stand.
with refunded as (
    select
        refunds.init_feedetl_sn as bkkp_sn,
        -sum(refunds.cnt) as quantity
    from {{ ref('int_raw_lines') }} as refunds
    inner join {{ ref('int_raw_lines') }} as charges
        on refunds.init_feedetl_sn = charges.bkkp_sn
    left join {{ ref('int_settlements') }} as settlements
        on refunds.setl_id = settlements.setl_id
    where
        refunds.cnt < 0
        and settlements.standing is distinct from 'reversed'
        and (
            refunds.netting_setl_id is not distinct from refunds.setl_id
            or refunds.netting_setl_id = charges.setl_id
        )
    group by refunds.init_feedetl_sn
)

select
    hits.hit_id,
    hits.rule_id,
    hits.setl_id,
    hits.bkkp_sn,
    settlements.standing,
    lines.cnt,
    refunded.quantity as refunded_quantity
from {{ ref('fct_rule_hits') }} as hits
left join {{ ref('int_settlements') }} as settlements on hits.setl_id = settlements.setl_id
left join {{ ref('int_raw_lines') }} as lines on hits.bkkp_sn = lines.bkkp_sn
left join refunded on hits.bkkp_sn = refunded.bkkp_sn
where
    hits.quarter = '{{ var("quarter") }}'
    and hits.rule_id <> 'D-01'
    and (
        settlements.standing is distinct from 'net'
        or lines.cnt <= coalesce(refunded.quantity, 0)
    )
