-- What is told is what the quarter's newest finished review has found. Something else
-- stands in the marts while another review is under way, and after one that broke off:
-- then nobody could say later why the next version differs.
with newest as (
    select run.run_id
    from review.run as run
    where run.quarter = %(quarter)s and run.status = 'reviewed'
    order by run.started_at desc
    limit 1
),

kept as (
    select
        newest.run_id,
        count(found.hit_id) as hits,
        coalesce(sum(found.hit_fee_amount), 0) as fee_amount,
        coalesce(sum(found.attributed_fund_amount), 0) as fund_amount
    from newest
    left join review.run_hit as found
        on
            newest.run_id = found.run_id
            and found.rule_status = 'live'
            and found.verdict <> 'gate'
    -- Of reviews before it was kept there is nothing to compare.
    where exists (select from review.run_rule as rules where rules.run_id = newest.run_id)
    group by newest.run_id
)

select
    format(
        'review %%s found %%s hits (%%s yuan, attributed %%s), the marts have %%s (%%s, %%s)',
        kept.run_id, kept.hits, kept.fee_amount, kept.fund_amount,
        told.hits, told.hit_fee_amount, told.attributed_fund_amount
    ) as problem
from kept
inner join marts.mart_review_breakdown as told
    on told.quarter = %(quarter)s and told.dimension = 'total'
where
    (kept.hits, kept.fee_amount, kept.fund_amount)
    <> (told.hits, told.hit_fee_amount, told.attributed_fund_amount)
