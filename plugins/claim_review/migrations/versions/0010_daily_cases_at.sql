-- Where each case stood at a moment, by what had happened and was due by then, so that
-- any day can be gone through again. is_latest is false where more has happened since.
create function review.cases_at(as_of timestamptz)
returns table (
    hit_id text,
    rule_id text,
    quarter text,
    setl_id text,
    fixmedins_code text,
    region text,
    state text,
    seq integer,
    entered_at timestamptz,
    amount numeric,
    fund_amount numeric,
    deadline_key text,
    due_day date,
    due_at timestamptz,
    due_version integer,
    is_provisional boolean,
    batch_id text,
    is_latest boolean
) stable language sql as $$
    select
        hits.hit_id, hits.rule_id, hits.quarter, hits.setl_id, hits.fixmedins_code,
        hits.region, last.to_state, last.seq, last.occurred_at,
        worth.amount, worth.fund_amount,
        clock.key, clock.due_day, clock.due_at, clock.version, clock.is_provisional,
        worth.batch_id,
        not exists (
            select
            from review.event as later
            where later.hit_id = last.hit_id and later.seq > last.seq
        )
    from (
        select distinct on (happened.hit_id)
            happened.hit_id, happened.to_state, happened.seq, happened.occurred_at
        from review.event as happened
        where happened.occurred_at <= $1
        order by happened.hit_id, happened.seq desc
    ) as last
    inner join review.hit as hits on last.hit_id = hits.hit_id
    -- The last amounts that were said, and the last batch it went out with.
    left join lateral (
        select
            (array_agg(said.amount order by said.seq desc)
                filter (where said.amount is not null))[1] as amount,
            (array_agg(said.fund_amount order by said.seq desc)
                filter (where said.amount is not null))[1] as fund_amount,
            (array_agg(said.payload ->> 'batch_id' order by said.seq desc)
                filter (where said.event = 'dispatch'))[1] as batch_id
        from review.event as said
        where said.hit_id = last.hit_id and said.seq <= last.seq
    ) as worth on true
    left join lateral (
        select deadline.*
        from review.deadline
        where
            deadline.hit_id = last.hit_id
            and deadline.event_seq = last.seq
            and deadline.changed_at <= $1
        order by deadline.version desc
        limit 1
    ) as clock on true
$$;
