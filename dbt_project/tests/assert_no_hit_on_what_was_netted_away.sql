-- Guards the netting: a charge that was taken back costs the fund nothing, and un-netted
-- refunds are the largest source of false repeat-charge hits. Asked of the lines as
-- delivered, so that a mistake in the netting models shows.
with refunded as (
    select
        init_feedetl_sn as bkkp_sn,
        -sum(cnt) as quantity
    from {{ ref('int_raw_lines') }}
    where
        cnt < 0
        and init_feedetl_sn is not null
    group by init_feedetl_sn
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
