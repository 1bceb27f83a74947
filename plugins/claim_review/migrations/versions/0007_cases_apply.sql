-- The one way in: review.apply_event. Whoever inserts past it meets the same guards.

create table review.quarantine (
    quarantine_id bigint generated always as identity primary key,
    hit_id text not null,
    event text not null,
    actor_id text,
    actor_role text,
    occurred_at timestamptz,
    amount numeric(16, 2),
    fund_amount numeric(16, 2),
    reason_code text,
    payload jsonb not null,
    source_ref text not null,
    to_state text,
    why text not null,
    recorded_at timestamptz not null default clock_timestamp(),
    unique nulls not distinct (
        source_ref, hit_id, event, actor_id, actor_role, occurred_at, amount,
        fund_amount, reason_code, payload, to_state
    )
);
comment on table review.quarantine is
'Events of the platform that do not fit what is known; a person looks, nothing is re-ordered.';

create trigger rows_stay before update or delete or truncate on review.quarantine
    execute function review.refuse_change();

-- Where a case stands; null before its first event.
create function review.state_of(hit_id text) returns text stable language sql as $$
    select happened.to_state
    from review.event as happened
    where happened.hit_id = $1
    order by happened.seq desc
    limit 1
$$;

-- Where an event leads, if it can lead to one state only. An inspection ends where it began.
create function review.target_of(
    hit_id text, event text, actor_role text, occurred_at timestamptz
) returns text stable language sql as $$
    select case when count(*) = 1 then min(allowed.to_state) end
    from review.transitions_on(review.day_of($4)) as allowed
    where
        allowed.event = $2
        and allowed.from_state = coalesce(review.state_of($1), '-')
        and allowed.role = $3
        and (
            allowed.event <> 'resume'
            or allowed.to_state = (review.last_event($1, 0, 'suspend')).from_state
        )
$$;

-- Whether a source has said this already; it may not say something else under the same
-- reference.
create function review.is_known(said review.event)
returns boolean language plpgsql as $$
declare
    known review.event;
begin
    select * into known
    from review.event as happened
    where
        happened.source = said.source
        and happened.source_ref = said.source_ref
        and happened.hit_id = said.hit_id
        and happened.event = said.event;
    if known.event_id is null then
        return false;
    end if;
    if
        (known.actor_id, known.actor_role, known.occurred_at, known.payload)
        is distinct from
        (said.actor_id, said.actor_role, said.occurred_at, said.payload)
        or coalesce(said.amount, known.amount) is distinct from known.amount
        or coalesce(said.fund_amount, known.fund_amount)
        is distinct from known.fund_amount
        or said.reason_code is distinct from known.reason_code
        or coalesce(said.to_state, known.to_state) <> known.to_state
    then
        perform review.refuse_event(
            said, 'CR-104',
            format('%s %s said it otherwise before', said.source, said.source_ref)
        );
    end if;
    return true;
end
$$;

create function review.append_event(said review.event)
returns text language plpgsql as $$
begin
    if review.is_known(said) then
        return review.state_of(said.hit_id);
    end if;
    insert into review.event (
        hit_id, event, to_state, actor_id, actor_role, occurred_at, amount,
        fund_amount, reason_code, payload, source, source_ref
    )
    values (
        said.hit_id, said.event,
        coalesce(
            said.to_state,
            review.target_of(
                said.hit_id, said.event, said.actor_role, said.occurred_at
            )
        ),
        said.actor_id, said.actor_role, said.occurred_at, said.amount,
        said.fund_amount, said.reason_code, said.payload, said.source,
        said.source_ref
    )
    returning event.to_state into said.to_state;
    return said.to_state;
end
$$;

create function review.apply_event(
    hit_id text,
    event text,
    actor_id text,
    actor_role text,
    occurred_at timestamptz,
    amount numeric default null,
    fund_amount numeric default null,
    reason_code text default null,
    payload jsonb default '{}',
    source text default 'MANUAL',
    source_ref text default null,
    to_state text default null
) returns text language plpgsql as $$
declare
    said review.event;
    why text;
begin
    said.hit_id := apply_event.hit_id;
    said.event := apply_event.event;
    said.actor_id := apply_event.actor_id;
    said.actor_role := apply_event.actor_role;
    said.occurred_at := apply_event.occurred_at;
    said.amount := apply_event.amount;
    said.fund_amount := apply_event.fund_amount;
    said.reason_code := apply_event.reason_code;
    said.payload := apply_event.payload;
    said.source := apply_event.source;
    said.source_ref := apply_event.source_ref;
    said.to_state := apply_event.to_state;
    if said.source is distinct from 'PLATFORM_IMPORT' then
        return review.append_event(said);
    end if;
    begin
        return review.append_event(said);
    exception when others then
        if sqlstate not like 'CR%' then
            raise;
        end if;
        get stacked diagnostics why = message_text;
    end;
    insert into review.quarantine (
        hit_id, event, actor_id, actor_role, occurred_at, amount, fund_amount,
        reason_code, payload, source_ref, to_state, why
    )
    values (
        said.hit_id, said.event, said.actor_id, said.actor_role, said.occurred_at,
        said.amount, said.fund_amount, said.reason_code, said.payload,
        said.source_ref, said.to_state, why
    )
    on conflict do nothing;
    return null;
end
$$;
comment on function review.apply_event is
'Records an event and returns the state it led to. The same event of the same source and
reference changes nothing. What the platform says and does not fit goes to
review.quarantine, and null comes back; everything else that does not fit is an error.';
