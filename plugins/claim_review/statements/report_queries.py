"""What the written report of a month says, read at its cut-off."""

PERIOD = """
select
    period.cutoff_at,
    review.day_of(period.begins_after) as first_day,
    review.day_of(review.cutoff_of(%(month)s, %(as_of)s) - interval '1 second')
        as last_day,
    not exists (
        select
        from review.state
        cross join lateral review.parameter_of(
            state.deadline_key, '623000',
            review.day_of(period.cutoff_at - interval '1 second')
        ) as setting
        where state.deadline_key is not null and setting.confirmed_at is null
    ) as parameters_are_confirmed
from review.statement_period as period
where period.statement_month = %(month)s
"""
WORK = """
select moved.event, count(*) as cases, sum(said.amount) as amount,
    sum(said.fund_amount) as fund_amount
from review.event_month as moved
inner join review.event as said on moved.event_id = said.event_id
where moved.statement_month = %(month)s
group by moved.event
"""
# Each case is counted in every step that it has reached, and once where it stands.
FUNNEL = """
select
    cases.quarter,
    count(*) as opened,
    count(*) filter (where reached.is_agreed) as agreed,
    count(*) filter (where reached.is_dispatched) as dispatched,
    count(*) filter (where reached.is_appealed) as appealed,
    count(*) filter (where cases.state in ('S80', 'S85', 'S90', 'S91', 'S92'))
        as confirmed,
    count(*) filter (where cases.state = 'S95') as cleared,
    count(*) filter (where cases.state in ('S96', 'S97', 'S99')) as taken_out,
    count(*) filter (
        where cases.state in (
            'S10', 'S20', 'S30', 'S40', 'S50', 'S55', 'S60', 'S70', 'S98'
        )
    ) as undecided
from review.statement_period as period
cross join lateral review.cases_at(period.cutoff_at) as cases
cross join lateral (
    select
        coalesce(bool_or(happened.event = 'second_agree'), false) as is_agreed,
        coalesce(bool_or(happened.event = 'dispatch'), false) as is_dispatched,
        coalesce(bool_or(happened.event = 'appeal'), false) as is_appealed
    from review.event as happened
    where happened.hit_id = cases.hit_id and happened.seq <= cases.seq
) as reached
where period.statement_month = %(month)s
group by cases.quarter
order by cases.quarter
"""
OPEN = """
select
    state.state,
    state.state_name,
    count(*) as cases,
    count(*) filter (where waiting.days <= 10) as to_10_days,
    count(*) filter (where waiting.days between 11 and 30) as to_30_days,
    count(*) filter (where waiting.days between 31 and 60) as to_60_days,
    count(*) filter (where waiting.days > 60) as longer,
    count(*) filter (where waiting.overdue_days is not null) as overdue,
    max(waiting.overdue_days) as longest_overdue,
    count(*) filter (where waiting.is_due_next) as due_next
from review.statement_period as period
cross join lateral review.cases_at(period.cutoff_at) as cases
inner join review.state on cases.state = state.state
cross join lateral (
    select
        review.day_of(period.cutoff_at - interval '1 second')
        - review.day_of(cases.entered_at) as days,
        case
            when cases.due_at < period.cutoff_at and not cases.is_provisional
                then review.day_of(period.cutoff_at - interval '1 second')
                    - cases.due_day
        end as overdue_days,
        cases.due_at >= period.cutoff_at
        and cases.due_at <= (
            select min(next.cutoff_at)
            from review.statement_period as next
            where next.cutoff_at > period.cutoff_at
        ) as is_due_next
) as waiting
where period.statement_month = %(month)s and not state.is_terminal
group by state.state, state.state_name
order by state.state
"""
# Departures and reopened cases one by one, voided ones by the defect that they share.
EXCEPTIONS = """
select
    moved.kind,
    min(review.day_of(said.occurred_at)) as day,
    case when count(*) = 1 then min(said.hit_id) end as hit_id,
    count(*) as cases,
    moved.why
from review.event_month as month
inner join review.event as said on month.event_id = said.event_id
cross join lateral (
    select
        case
            when said.event = 'reopen' then 'REOPENED'
            when said.event = 'void' then 'VOIDED'
            when said.payload ? 'departure' then 'DEPARTED'
        end as kind,
        case
            when said.event = 'reopen' then coalesce(
                (
                    select names.reason_name
                    from review.reason_code as names
                    where
                        names.reason_code = said.reason_code
                        and names.used_for = 'REOPEN'
                    order by names.valid_from desc
                    limit 1
                ),
                said.reason_code
            )
            when said.event = 'void' then coalesce(
                said.payload ->> 'rule_defect_id', said.payload ->> 'data_defect_id'
            )
            else said.payload ->> 'departure'
        end as why
) as moved
where month.statement_month = %(month)s and moved.kind is not null
group by moved.kind, moved.why,
    case when moved.kind = 'VOIDED' then '' else said.event_id::text end
order by moved.kind, day, hit_id
"""
# What goes back by what it is for, as statements say it of each entry; 0 or less.
GIVEN_BACK = """
select
    coalesce(
        followed.cause, (review.standing(entry.hit_id)).payload ->> 'cause', 'decision'
    ) as cause,
    sum(entry.amount) as amount
from review.refusal as entry
left join lateral (
    select proposed.cause
    from review.follow_up as proposed
    inner join review.follow_up_end as ended
        on proposed.follow_up_id = ended.follow_up_id
    where
        proposed.hit_id = entry.hit_id
        and ended.outcome = 'AGREED'
        and ended.recorded_at >= entry.recorded_at
        and ended.reversed_month = entry.statement_month
        and ended.reversed_amount = -entry.amount
    order by proposed.follow_up_id
    limit 1
) as followed on true
where entry.statement_month = %(month)s and entry.kind = 'REVERSE'
group by 1
"""
