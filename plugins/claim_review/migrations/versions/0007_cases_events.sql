-- The event log: append only, in order, chained by hash (process notes §1.8).

create table review.event (
    event_id bigint generated always as identity primary key,
    hit_id text not null references review.hit,
    seq integer not null,
    event text not null,
    from_state text references review.state,
    to_state text not null references review.state,
    actor_id text not null check (btrim(actor_id) <> ''),
    actor_role text not null,
    occurred_at timestamptz not null,
    recorded_at timestamptz not null default clock_timestamp(),
    amount numeric(16, 2) check (amount >= 0),
    fund_amount numeric(16, 2) check (fund_amount >= 0),
    reason_code text,
    payload jsonb not null default '{}' check (jsonb_typeof(payload) = 'object'),
    source text not null check (source in ('SYSTEM', 'MANUAL', 'PLATFORM_IMPORT')),
    source_ref text,
    prev_hash text,
    hash text not null,
    unique (hit_id, seq),
    unique (source, source_ref, hit_id, event),
    check ((amount is null) = (fund_amount is null)),
    check (source <> 'PLATFORM_IMPORT' or source_ref is not null)
);
comment on table review.event is
'All that happened to cases, in order; the state of a case is that of its last event.';
comment on column review.event.occurred_at is
'When it happened, in the platform or at a desk; for submissions, when they were received.';
comment on column review.event.amount is 'Fee in yuan that the case stands for from now on.';
comment on column review.event.fund_amount is 'Of it, what the fund paid.';

create trigger rows_stay before update or delete or truncate on review.event
    execute function review.refuse_change();

-- The last event of a case after a number that is one of these.
create function review.last_event(hit_id text, after integer, variadic names text[])
returns review.event stable language sql as $$
    select happened
    from review.event as happened
    where happened.hit_id = $1 and happened.seq > $2 and happened.event = any($3)
    order by happened.seq desc
    limit 1
$$;

-- Whether somebody did one of these to a case before.
create function review.acted(hit_id text, actor_id text, variadic names text[])
returns boolean stable language sql as $$
    select exists (
        select
        from review.event as happened
        where
            happened.hit_id = $1
            and happened.actor_id = $2
            and happened.event = any($3)
    )
$$;

create function review.count_events(hit_id text, after integer, variadic names text[])
returns bigint stable language sql as $$
    select count(*)
    from review.event as happened
    where happened.hit_id = $1 and happened.seq > $2 and happened.event = any($3)
$$;

-- The dispatch that an institution was last told of, none after a recall or where the
-- case was taken up anew: then nothing may be held against it without a new one.
create function review.notice(hit_id text) returns review.event stable language sql as $$
    select happened
    from review.event as happened
    where
        happened.hit_id = $1
        and happened.event = 'dispatch'
        and not exists (
            select
            from review.event as later
            where
                later.hit_id = $1
                and later.seq > happened.seq
                and (
                    later.event = 'recall'
                    or (later.event = 'reopen' and later.to_state = 'S20')
                )
        )
    order by happened.seq desc
    limit 1
$$;

-- An array keeps the places of values that are missing; text joined by bars does not.
create function review.hash_of(said review.event) returns text stable language sql as $$
    select encode(
        sha256(
            convert_to(
                jsonb_build_array(
                    said.hit_id, said.seq, said.event, said.from_state, said.to_state,
                    said.actor_id, said.actor_role, said.occurred_at at time zone 'UTC',
                    said.recorded_at at time zone 'UTC', said.amount, said.fund_amount,
                    said.reason_code, said.payload, said.source, said.source_ref,
                    said.prev_hash
                )::text,
                'UTF8'
            )
        ),
        'hex'
    )
$$;
