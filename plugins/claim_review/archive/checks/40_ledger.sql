-- No line, settlement or case is refused below nothing or beyond what it bears.
with entered as (
    select
        hits.setl_id,
        hits.bkkp_sn,
        hits.hit_id,
        hits.line_fund_cap,
        hits.settlement_fund_cap,
        sum(entry.amount) as amount
    from review.refusal as entry
    inner join review.hit as hits on entry.hit_id = hits.hit_id
    where hits.setl_id in (
        select reviewed.setl_id
        from review.hit as reviewed
        where reviewed.quarter = %(quarter)s
    )
    group by hits.hit_id
),

borne as (
    select 'case' as kind, hit_id as id, amount, line_fund_cap as cap
    from entered
    union all
    select 'line', bkkp_sn, sum(amount), max(line_fund_cap)
    from entered
    where bkkp_sn is not null
    group by setl_id, bkkp_sn
    union all
    select 'settlement', setl_id, sum(amount), max(settlement_fund_cap)
    from entered
    group by setl_id
)

select kind, id, amount, cap
from borne
where amount not between 0 and cap
order by kind, id
