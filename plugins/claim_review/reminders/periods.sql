-- What institutions have to hear by the calendar: the days counted from a deadline, and
-- statements. Of the days counted the last that has come is told, so a morning that was
-- missed is made up for.
with answer_count as (
    select
        batch_id,
        count(*) filter (
            where state not in ('S20', 'S30', 'S40', 'S96') and event <> 'deem_accept'
        ) as answered
    from now_case
    group by batch_id
),

-- One row per batch and last day: those still open, and those whose time ran out.
waiting as (
    select
        case state when 'S40' then 'APPEAL' else 'SUPPLEMENT' end as kind,
        batch_id, fixmedins_code, region, due_day,
        max(due_version) as due_version,
        max(due_at) as due_at,
        bool_or(is_provisional) as is_provisional,
        jsonb_build_object(
            'cases', count(*), 'amount', sum(amount)::text,
            'fund_amount', sum(fund_amount)::text,
            'is_confirmed', bool_and(is_confirmed)
        ) as facts
    from now_case
    where state in ('S40', 'S55') and batch_id is not null and due_at >= %(as_of)s
    group by state, batch_id, fixmedins_code, region, due_day
    union all
    select
        'OVERDUE',
        cases.batch_id, cases.fixmedins_code, cases.region, clock.due_day,
        max(clock.version),
        max(clock.due_at),
        false,
        jsonb_build_object(
            'cases', count(*), 'amount', sum(cases.amount)::text,
            'fund_amount', sum(cases.fund_amount)::text,
            'deemed', count(*) filter (where ran_out.result = 'DONE'),
            'proposed', count(*) filter (where ran_out.result = 'PROPOSED'),
            'unconfirmed', count(*) filter (where ran_out.why = 'DISPATCH'),
            'unproved', count(*) filter (where ran_out.why = 'PROOF'),
            'is_confirmed', bool_and(parameter.confirmed_by is not null)
        )
    from (
        select distinct on (hit_id, seq)
            hit_id, seq, result,
            case
                when result <> 'BLOCKED' then null
                when position('the dispatch is not confirmed' in why) > 0 then 'DISPATCH'
                else 'PROOF'
            end as why
        from review.time_out_result
        where event = 'deem_accept' and as_of <= %(as_of)s
        order by hit_id, seq, as_of desc
    ) as ran_out
    inner join now_case as cases
        on
            ran_out.hit_id = cases.hit_id
            and (
                (cases.state = 'S40' and cases.seq = ran_out.seq)
                or (cases.event = 'deem_accept' and cases.seq = ran_out.seq + 1)
            )
    inner join lateral (
        select deadline.*
        from review.deadline
        where
            deadline.hit_id = ran_out.hit_id
            and deadline.event_seq = ran_out.seq
            and deadline.changed_at <= %(as_of)s
        order by deadline.version desc
        limit 1
    ) as clock on true
    inner join review.parameter on clock.parameter_id = parameter.parameter_id
    group by cases.batch_id, cases.fixmedins_code, cases.region, clock.due_day
),

shifted as (
    select
        waiting.kind, waiting.batch_id as object_id, waiting.fixmedins_code,
        waiting.region, waiting.due_day as about_day, waiting.due_version,
        (
            select max(shift)
            from unnest(
                case waiting.kind when 'SUPPLEMENT' then array[-1]
                else string_to_array(setting.value, ',')::integer[] end
            ) as shift
            where
                (shift > 0) = (waiting.kind = 'OVERDUE')
                and review.add_workdays(waiting.region, waiting.due_day, shift) <= %(today)s
        ) as shift,
        waiting.facts
        || jsonb_build_object(
            'answered', coalesce(answer_count.answered, 0),
            'is_confirmed',
            (waiting.facts ->> 'is_confirmed')::boolean
            and (waiting.kind = 'SUPPLEMENT' or setting.confirmed_by is not null)
        ) as facts,
        waiting.due_at, waiting.is_provisional,
        null::text[] as hit_ids, null::integer[] as seqs
    from waiting
    cross join lateral review.parameter_of('remind_appeal', waiting.region, %(today)s)
        as setting
    left join answer_count on waiting.batch_id = answer_count.batch_id
    union all
    select
        'STATEMENT', statement.statement_number, statement.fixmedins_code, place.region,
        review.day_of(publication.published_at), null, 0,
        jsonb_build_object(
            'month', statement.statement_month,
            'refused_amount', statement.refused_amount::text,
            'reversed_amount', statement.reversed_amount::text,
            'net_amount', statement.net_amount::text,
            'is_confirmed', setting.confirmed_by is not null
        ),
        null, false, null, null
    from review.statement
    inner join review.statement_publication as publication using (statement_number)
    cross join lateral review.parameter_of('stmt_cutoff', '623000', %(today)s) as setting
    inner join lateral (
        select hits.region
        from review.hit as hits
        where hits.fixmedins_code = statement.fixmedins_code
        order by hits.opened_at desc, hits.hit_id
        limit 1
    ) as place on true
    inner join review.workday as today
        on
            review.calendar_region(place.region) = today.region
            and today.day = %(today)s
            and today.is_workday
    where publication.published_at <= %(as_of)s
),

item as (
    select shifted.*
    from shifted
    where
        shifted.shift is not null
        and not exists (
            select
            from review.reminder as told
            where
                told.kind = shifted.kind
                and told.object_id = shifted.object_id
                and told.about_day = shifted.about_day
                and told.shift = shifted.shift
        )
)

select
    item.kind, item.object_id, item.fixmedins_code, item.region,
    -- Who else hears of it (process notes §5.1).
    case
        when item.kind = 'STATEMENT' then '{COUNTY_BUREAU}'::text[]
        when item.kind = 'SUPPLEMENT' then '{APPEAL_REVIEWER}'
        when item.shift > 0 then '{COUNTY_BUREAU, AGENCY}'
        when item.shift = -1 then '{COUNTY_BUREAU, DISPATCHER}'
        else '{}'
    end as roles, null as holder,
    item.about_day, item.due_version, item.shift,
    item.facts
    || jsonb_build_object(
        'region', item.region,
        'due_at', item.due_at,
        'is_provisional', item.is_provisional,
        'remaining', review.workdays_between(
            item.region, %(today)s, review.day_of(item.due_at - interval '1 second')
        )
    ) as facts,
    item.hit_ids, item.seqs
from item
order by item.fixmedins_code, item.about_day, item.kind, item.object_id, item.shift
