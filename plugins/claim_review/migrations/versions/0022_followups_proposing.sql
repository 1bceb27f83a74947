-- What the cases of a quarter stand for, laid beside what its newest review finds.

-- What was last decided on a case, be it only that it is a case.
create function review.decided(hit_id text) returns review.event stable language sql as $$
    select review.last_event(
        $1, 0, 'ingest', 'fast_track', 'first_suspect', 'second_agree', 'dispatch',
        'final_confirm', 'reconsider_confirm'
    )
$$;

-- Cases that stand for more than is found now, and cases with an open proposal.
create function review.fallen_cases(of_quarter text)
returns table (
    hit_id text,
    state text,
    decided_amount numeric,
    decided_fund_amount numeric,
    refused_amount numeric,
    is_vanished boolean,
    stands_amount numeric,
    stands_fund_amount numeric,
    has_fallen boolean,
    open_id bigint
) stable language plpgsql as $$
begin
    return query
    select
        hits.hit_id,
        states.state,
        decided.amount,
        decided.fund_amount,
        refused.amount,
        now.is_vanished,
        case when now.is_vanished then 0 else found.hit_fee_amount end,
        case when now.is_vanished then 0 else found.hit_fund_amount end,
        now.has_fallen,
        waiting.follow_up_id
    from review.hit as hits
    inner join review.hit_state as states on hits.hit_id = states.hit_id
    left join marts.fct_rule_hits as found on hits.hit_id = found.hit_id and found.is_case
    left join (
        select proposed.hit_id, proposed.follow_up_id
        from review.follow_up as proposed
        left join review.follow_up_end as ended using (follow_up_id)
        where ended.follow_up_id is null
    ) as waiting on hits.hit_id = waiting.hit_id
    cross join lateral review.decided(hits.hit_id) as decided
    cross join lateral (select review.refused_amount(hits.hit_id) as amount) as refused
    cross join lateral (
        select
            found.hit_id is null or (found.hit_fee_amount = 0 and decided.amount > 0)
                as is_vanished,
            states.state not in ('S95', 'S96', 'S99')
            and case
                when found.hit_id is null then true
                when states.state in ('S91', 'S92') then refused.amount > found.hit_fund_amount
                else
                    decided.amount > found.hit_fee_amount
                    or decided.fund_amount > found.hit_fund_amount
            end as has_fallen
    ) as now
    where
        waiting.follow_up_id is not null
        or (hits.quarter = of_quarter and now.has_fallen);
end
$$;

-- Why: what has changed since the last review of the quarter that found it otherwise.
create function review.cause_of(hit_ids text[], run_id text)
returns table (hit_id text, cause text, batch_id text) stable language sql as $$
    with before as materialized (
        select distinct on (old.hit_id) old.hit_id, old.run_id
        from review.run_hit as old
        inner join review.run as earlier on old.run_id = earlier.run_id
        inner join review.run as this on this.run_id = $2
        left join review.run_hit as new
            on old.hit_id = new.hit_id and new.run_id = $2
        where
            old.hit_id = any($1)
            and old.is_case
            and earlier.quarter = this.quarter
            and earlier.started_at < this.started_at
            and (old.is_case, old.hit_fee_amount, old.hit_fund_amount)
            is distinct from (new.is_case, new.hit_fee_amount, new.hit_fund_amount)
        order by old.hit_id asc, earlier.started_at desc
    ),

    changed as materialized (
        select runs.run_id, changes.hit_id, changes.cause, changes.batch_id
        from (select distinct before.run_id from before) as runs
        cross join lateral review.hit_changes(runs.run_id, $2) as changes
    )

    select changed.hit_id, changed.cause, changed.batch_id
    from before
    inner join changed using (hit_id, run_id)
$$;

create function review.propose_follow_ups(
    run_id text, as_of timestamptz, out proposed integer, out lapsed integer
) language plpgsql as $$
declare
    of_quarter text := (select run.quarter from review.run as run where run.run_id = $1);
    fallen record;
    known record;
begin
    -- Reviews propose one after the other, and not while somebody decides.
    perform pg_advisory_xact_lock(hashtext('review.follow_up'));
    proposed := 0;
    lapsed := 0;
    for fallen in
        select cases.*, coalesce(why.cause, 'unknown') as cause, why.batch_id
        from review.fallen_cases(of_quarter) as cases
        left join review.cause_of(
            (
                select array_agg(asked.hit_id)
                from review.fallen_cases(of_quarter) as asked
                where asked.has_fallen
            ),
            $1
        ) as why on cases.hit_id = why.hit_id
        order by cases.hit_id
    loop
        -- The last that was said of it and did not lapse.
        select earlier.*, ended.outcome into known
        from review.follow_up as earlier
        left join review.follow_up_end as ended using (follow_up_id)
        where earlier.hit_id = fallen.hit_id and ended.outcome is distinct from 'LAPSED'
        order by earlier.follow_up_id desc
        limit 1;
        continue when
            fallen.has_fallen
            and (known.is_vanished, known.stands_amount, known.stands_fund_amount)
            = (fallen.is_vanished, fallen.stands_amount, fallen.stands_fund_amount);
        if fallen.open_id is not null then
            insert into review.follow_up_end (
                follow_up_id, outcome, actor_id, actor_role, comment, ended_at
            )
            values (
                fallen.open_id, 'LAPSED', 'claim-review', 'SYSTEM',
                case
                    when not fallen.has_fallen then 'the review finds it again'
                    else 'the review finds other amounts'
                end,
                $2
            );
            lapsed := lapsed + 1;
        end if;
        continue when not fallen.has_fallen;
        insert into review.follow_up (
            hit_id, kind, cause, batch_id, run_id, state, decided_amount,
            decided_fund_amount, refused_amount, is_vanished, stands_amount,
            stands_fund_amount, proposed_at
        )
        select
            fallen.hit_id,
            case
                when steps.kind = 'withdraw' and fallen.refused_amount > 0 then 'reverse'
                else steps.kind
            end,
            fallen.cause, fallen.batch_id, $1, fallen.state, fallen.decided_amount,
            fallen.decided_fund_amount, fallen.refused_amount, fallen.is_vanished,
            fallen.stands_amount, fallen.stands_fund_amount, $2
        from review.follow_up_step(fallen.state, fallen.is_vanished) as steps;
        proposed := proposed + 1;
    end loop;
end
$$;
