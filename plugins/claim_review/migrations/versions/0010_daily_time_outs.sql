-- What happens when a time runs out: three events that the system may make by itself,
-- where the bureau allows it; every other overdue case is only told of.

-- The clock says by itself when a case is overdue: an outage makes it longer in the guard.
alter table review.deadline drop constraint deadline_change_check;
alter table review.deadline add constraint the_change_is_known
check (change in ('OPENED', 'EXTENDED', 'SUSPENDED', 'CALENDAR'));

create table review.time_out (
    state text primary key references review.state,
    event text not null unique,
    parameter_key text not null
);
comment on table review.time_out is
'The event that follows when the time of a state runs out, and the parameter that lets
the system make it; otherwise it is proposed to the agency.';
insert into review.time_out values
('S40', 'deem_accept', 'auto_deem_accept'),
('S55', 'supplement_timeout', 'auto_supplement_timeout'),
('S80', 'window_closed', 'auto_window_closed');

-- One row per case whose time had run out at a moment and for which something follows.
create function review.timed_out_at(as_of timestamptz)
returns table (
    hit_id text, seq integer, event text, is_allowed boolean, due_at timestamptz
)
stable language sql as $$
    select
        cases.hit_id, cases.seq, time_out.event,
        (
            review.parameter_of(
                time_out.parameter_key, cases.region, review.day_of($1)
            )
        ).value::boolean,
        cases.due_at
    from review.cases_at($1) as cases
    inner join review.time_out on cases.state = time_out.state
    where cases.due_at < $1 and not cases.is_provisional and cases.is_latest
    order by cases.hit_id
$$;

create table review.time_out_result (
    hit_id text not null references review.hit,
    seq integer not null,
    event text not null,
    result text not null check (result in ('DONE', 'PROPOSED', 'BLOCKED')),
    why text not null,
    as_of timestamptz not null,
    primary key (hit_id, seq, result, why)
);
comment on table review.time_out_result is
'What became of each time that ran out: done, left to the agency, or blocked and why.';
comment on column review.time_out_result.seq is 'Number of the event that began the time.';
comment on column review.time_out_result.as_of is 'When it was first found so.';

create trigger rows_stay before update or delete or truncate on review.time_out_result
    execute function review.refuse_change();

-- Makes the event that follows, if it may be; says what became of it.
create function review.run_out(
    hit_id text, at_seq integer, event text, is_allowed boolean, as_of timestamptz,
    ordered_by text default null
) returns text language plpgsql as $$
declare
    became text := 'DONE';
    why text := '';
begin
    if not is_allowed and ordered_by is null then
        became := 'PROPOSED';
    else
        begin
            perform review.apply_event(
                hit_id => run_out.hit_id, event => run_out.event,
                actor_id => 'claim-review', actor_role => 'SYSTEM',
                occurred_at => run_out.as_of, source => 'SYSTEM',
                payload => jsonb_strip_nulls(
                    jsonb_build_object('ordered_by', ordered_by)
                ),
                source_ref => format('time out of event %s', at_seq)
            );
        exception
            -- An outage made the time longer.
            when sqlstate 'CR114' then
                return 'NOT_YET';
            -- The institution had no fair chance: somebody looks at it.
            when sqlstate 'CR116' then
                became := 'BLOCKED';
                get stacked diagnostics why = message_text;
        end;
    end if;
    insert into review.time_out_result (hit_id, seq, event, result, why, as_of)
    values (run_out.hit_id, at_seq, run_out.event, became, why, run_out.as_of)
    on conflict do nothing;
    return became;
end
$$;

-- A recall says why. It comes before the institution's time is over, or when silence
-- could not count because nothing shows that the institution knew.
create or replace function review.guard_recall(said review.event)
returns review.event language plpgsql as $$
begin
    perform review.require_text(said, 'comment', 'a recall says why');
    if not exists (
        select
        from review.time_out_result as blocked
        where
            blocked.hit_id = said.hit_id
            and blocked.seq = said.seq - 1
            and blocked.result = 'BLOCKED'
            and blocked.as_of <= said.occurred_at
    ) then
        perform review.require_on_time(said, review.closes_at(said));
    end if;
    return said;
end
$$;
