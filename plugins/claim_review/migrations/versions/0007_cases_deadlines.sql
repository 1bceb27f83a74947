-- What the guards ask of parameters and deadlines, and the clock that an event starts.

create function review.number_of(said review.event, hit review.hit, key text)
returns numeric stable language sql as $$
    select value::numeric
    from review.parameter_of($3, $2.region, review.day_of($1.occurred_at))
$$;

create function review.is_on(said review.event, hit review.hit, key text)
returns boolean stable language sql as $$
    select value::boolean
    from review.parameter_of($3, $2.region, review.day_of($1.occurred_at))
$$;

-- Until when the state that the case is in lasts. Nothing is too late while the calendar
-- is provisional: the last day is not known yet.
create function review.closes_at(said review.event)
returns timestamptz stable language sql as $$
    select case when is_provisional then 'infinity' else due_at end
    from review.deadline_of($1.hit_id, $1.seq - 1)
$$;

-- §1.6 (6c): an outage of 4 hours on the last 2 workdays gives one workday more.
create function review.appeal_closes_at(said review.event)
returns timestamptz stable language plpgsql as $$
declare
    clock review.deadline := review.deadline_of(said.hit_id, said.seq - 1);
    was_down interval;
begin
    if clock.is_provisional then
        return 'infinity';
    end if;
    select sum(coalesce(outage.ended_at, said.occurred_at) - outage.started_at)
    into was_down
    from review.platform_outage as outage
    where
        outage.started_at < clock.due_at
        and review.workdays_between(
            clock.region,
            least(
                review.day_of(coalesce(outage.ended_at, said.occurred_at)),
                clock.due_day
            ),
            clock.due_day
        ) <= 1;
    if was_down >= interval '4 hours' then
        return review.end_of_day(
            clock.region,
            review.add_workdays(clock.region, clock.due_day, 1),
            review.day_of(clock.started_at)
        );
    end if;
    return clock.due_at;
end
$$;

-- §1.6 (1): a submission is on time if it was received by the end of the last day.
create function review.require_on_time(said review.event, closes_at timestamptz)
returns void language plpgsql as $$
begin
    if said.occurred_at > closes_at then
        perform review.refuse_event(
            said, 'CR-114', format('the time ran out at %s', closes_at)
        );
    end if;
end
$$;

-- A case is moved on without its institution only when the institution's time is over.
create function review.require_run_out(said review.event, closes_at timestamptz)
returns void language plpgsql as $$
begin
    if said.occurred_at <= closes_at then
        perform review.refuse_event(
            said, 'CR-114', format('the time runs until %s', closes_at)
        );
    end if;
end
$$;

-- Entering a state starts its clock. After an inspection the old clock goes on, later by
-- the workdays on which it stood still.
create function review.start_clock() returns trigger language plpgsql as $$
declare
    hit review.hit;
    deadline_key text;
    suspended review.event;
begin
    select * into hit from review.hit as hits where hits.hit_id = new.hit_id;
    select state.deadline_key into deadline_key
    from review.state
    where state.state = new.to_state;
    if new.event = 'resume' then
        suspended := review.last_event(new.hit_id, 0, 'suspend');
        perform review.shift_deadline(
            new.hit_id, suspended.seq - 1, new.seq, suspended.occurred_at,
            new.occurred_at
        );
    elsif deadline_key is not null then
        perform review.open_deadline(
            new.hit_id, new.seq, hit.region, deadline_key, new.occurred_at
        );
    end if;
    return null;
end
$$;
create trigger started after insert on review.event
    for each row execute function review.start_clock();
