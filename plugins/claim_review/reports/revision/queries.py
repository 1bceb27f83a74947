"""What is asked for 修订说明: what a version stands on, and how two reviews differ."""

# The review whose hits stand in the marts.
RUN = """
select run_id, started_at
from review.run
where quarter = %(quarter)s and status = 'reviewed'
order by started_at desc
limit 1
"""
EVENTS = """
select
    happened.event,
    count(*) as times,
    count(*) filter (where happened.actor_role <> 'SYSTEM') as by_people,
    coalesce(sum(happened.amount), 0) as fee_amount,
    coalesce(sum(happened.fund_amount), 0) as fund_amount
from review.event as happened
inner join review.hit as hits on happened.hit_id = hits.hit_id
where hits.quarter = %(quarter)s and happened.occurred_at <= %(as_of)s
group by happened.event
order by happened.event
"""
MONEY = """
select
    coalesce(sum(cases.refused_amount), 0) as refused,
    coalesce(sum(cases.reversed_amount), 0) as reversed
from review.case_outcomes_at(%(as_of)s) as cases
where cases.quarter = %(quarter)s
"""
# What was proposed where a review no longer found what a case stands on.
PROPOSALS = """
select
    proposed.cause,
    count(*) as proposed,
    count(*) filter (where ended.outcome = 'AGREED') as agreed,
    count(*) filter (where ended.outcome = 'DECLINED') as declined,
    count(*) filter (
        where ended.outcome = 'LAPSED'
        or (ended.outcome is null and last.to_state in ('S95', 'S96', 'S99'))
    ) as lapsed,
    coalesce(sum(ended.reversed_amount), 0) as reversed_amount
from review.follow_up as proposed
inner join review.hit as hits on proposed.hit_id = hits.hit_id
left join review.follow_up_end as ended
    on
        proposed.follow_up_id = ended.follow_up_id
        and ended.ended_at <= %(as_of)s
-- Nobody decides on what ended by itself.
cross join lateral (
    select happened.to_state
    from review.event as happened
    where happened.hit_id = hits.hit_id and happened.occurred_at <= %(as_of)s
    order by happened.seq desc
    limit 1
) as last
where hits.quarter = %(quarter)s and proposed.proposed_at <= %(as_of)s
group by proposed.cause
order by proposed.cause
"""
EVENTS_OF_MONTH = """
select
    happened.event,
    count(*) as times,
    count(*) filter (where happened.actor_role <> 'SYSTEM') as by_people,
    coalesce(sum(happened.amount), 0) as fee_amount,
    coalesce(sum(happened.fund_amount), 0) as fund_amount
from review.event_month as moved
inner join review.event as happened on moved.event_id = happened.event_id
where moved.statement_month = %(month)s
group by happened.event
order by happened.event
"""
MONEY_OF_MONTH = """
select
    coalesce(sum(amount) filter (where kind = 'REFUSE'), 0) as refused,
    coalesce(sum(amount) filter (where kind = 'REVERSE'), 0) as reversed
from review.refusal
where statement_month = %(month)s
"""
# A rule that went live or back on trial changes what reports count and no hit: of its
# hits review.hit_changes says nothing.
HITS = """
with counted as (
    select run_id, hit_id, rule_id, hit_fee_amount, attributed_fund_amount
    from review.run_hit
    where
        run_id in (%(before)s, %(now)s) and rule_status = 'live' and verdict <> 'gate'
),

compared as (
    select
        coalesce(new.hit_id, old.hit_id) as hit_id,
        coalesce(new.rule_id, old.rule_id) as rule_id,
        case
            when old.hit_id is null then 'appeared'
            when new.hit_id is null then 'vanished'
            else 'changed'
        end as change,
        coalesce(new.hit_fee_amount, 0) - coalesce(old.hit_fee_amount, 0) as fee_amount,
        coalesce(new.attributed_fund_amount, 0)
        - coalesce(old.attributed_fund_amount, 0) as fund_amount
    from (select * from counted where run_id = %(before)s) as old
    full join (select * from counted where run_id = %(now)s) as new
        on old.hit_id = new.hit_id
)

select
    coalesce(found.cause, 'rule_change') as cause,
    compared.change,
    compared.rule_id,
    max(rules.rule_name) as rule_name,
    found.batch_id,
    count(*)::int as hits,
    sum(compared.fee_amount) as fee_amount,
    sum(compared.fund_amount) as fund_amount
from compared
left join review.hit_changes(%(before)s, %(now)s) as found
    on compared.hit_id = found.hit_id
left join marts.dim_rule as rules on compared.rule_id = rules.rule_id
where
    compared.change <> 'changed'
    or compared.fee_amount <> 0
    or compared.fund_amount <> 0
group by cause, compared.change, compared.rule_id, found.batch_id
order by cause, compared.change, compared.rule_id, found.batch_id
"""
TOTAL = """
select
    count(*)::int as hits,
    coalesce(sum(hit_fee_amount), 0) as fee_amount,
    coalesce(sum(attributed_fund_amount), 0) as fund_amount
from review.run_hit
where run_id = %(run)s and rule_status = 'live' and verdict <> 'gate'
"""
BATCHES = """
select
    batch.batch_id,
    batch.kind,
    batch.quarter,
    batch.extracted_to,
    coalesce(sum(came.rows_loaded), 0)::bigint as rows,
    coalesce(sum(came.rows_loaded) filter (where came.table_name = 'setl_d'), 0)::bigint
        as settlements
from review.batches_between(%(before)s, %(now)s) as between_them
inner join raw.batch as batch
    on between_them.batch_id = batch.batch_id and batch.status = 'loaded'
left join raw.batch_table as came on batch.batch_id = came.batch_id
group by
    batch.load_number, batch.batch_id, batch.kind, batch.quarter, batch.extracted_to
order by batch.load_number
"""
# What reports count changes with rules that are or were live.
RULES = """
select coalesce(new.rule_id, old.rule_id) as rule_id
from (select * from review.run_rule where run_id = %(before)s) as old
full join (select * from review.run_rule where run_id = %(now)s) as new
    on old.rule_id = new.rule_id
where
    'live' in (old.rule_status, new.rule_status)
    and (old.rule_status, old.rule_version, old.card_sha256)
    is distinct from (new.rule_status, new.rule_version, new.card_sha256)
order by rule_id
"""
RELEASE = "select knowledge_release from review.run where run_id = %(run)s"
# A review that was begun anew under the same name is another one.
KEPT = """
select count(*) = 1
from review.run as run
where
    run_id = %(run)s
    and started_at = %(started_at)s::timestamptz
    and newest_load is not null
    and exists (select from review.run_rule as rules where rules.run_id = run.run_id)
"""
