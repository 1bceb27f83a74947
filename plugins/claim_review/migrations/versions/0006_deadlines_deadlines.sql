-- The clocks of hits. A clock belongs to the event by which a hit entered its state; every
-- change of it is a new version, and none ends earlier than the one before.

create table review.deadline (
    hit_id text not null,
    event_seq integer not null,
    version integer not null,
    key text not null,
    region text not null,
    started_at timestamptz not null,
    due_day date not null,
    due_at timestamptz not null,
    more_workdays integer not null default 0 check (more_workdays >= 0),
    extensions integer not null default 0,
    parameter_id bigint not null references review.parameter,
    calendar_version bigint not null references review.calendar_version,
    is_provisional boolean not null,
    change text not null check (
        change in ('OPENED', 'EXTENDED', 'OUTAGE', 'SUSPENDED', 'CALENDAR')
    ),
    reason text not null check (reason <> ''),
    changed_at timestamptz not null,
    recorded_at timestamptz not null default clock_timestamp(),
    primary key (hit_id, event_seq, version),
    check (due_at > started_at)
);
comment on table review.deadline is
'Versions of the clocks of hits, one clock per event; only review functions add rows.';
comment on column review.deadline.more_workdays is
'Workdays added to the parameter''s: extensions, outages, suspensions.';
comment on column review.deadline.is_provisional is
'Some day of it lies in a year that is not announced: it may yet become later.';
comment on column review.deadline.changed_at is 'Since when this version counts.';

create trigger rows_stay before update or delete or truncate on review.deadline
    execute function review.refuse_change();

-- What an institution has been told is never shortened.
create function review.refuse_shorter_deadline() returns trigger language plpgsql as $$
declare
    told timestamptz;
begin
    select max(due_at) into told
    from review.deadline
    where hit_id = new.hit_id and event_seq = new.event_seq;
    if new.due_at < told then
        raise exception 'CR-305 deadline % of hit %, event %: % is before %, which was told',
            new.key, new.hit_id, new.event_seq, new.due_at, told;
    end if;
    return new;
end
$$;
create trigger never_shorter before insert on review.deadline
    for each row execute function review.refuse_shorter_deadline();

create view review.deadline_now as
select distinct on (hit_id) deadline.*
from review.deadline
order by hit_id, event_seq desc, version desc;
comment on view review.deadline_now is 'The clock of the last event of each hit that began one.';

create function review.deadline_of(of_hit text, at_seq integer)
returns review.deadline language plpgsql stable as $$
declare
    newest review.deadline;
begin
    select deadline.* into newest
    from review.deadline
    where hit_id = of_hit and event_seq = at_seq
    order by version desc
    limit 1;
    if newest.hit_id is null then
        raise exception 'CR-304 hit %, event %: no clock was opened', of_hit, at_seq;
    end if;
    return newest;
end
$$;

-- Nothing is too late while the calendar is provisional: the last day is not known yet.
create function review.is_overdue(of_hit text, at_seq integer, as_of timestamptz)
returns boolean language sql stable as $$
    select due_at < as_of and not is_provisional from review.deadline_of(of_hit, at_seq)
$$;

create function review.open_deadline(
    of_hit text, at_seq integer, at_region text, of_key text, at timestamptz
) returns review.deadline language sql as $$
    insert into review.deadline (
        hit_id, event_seq, version, key, region, started_at, due_day, due_at, parameter_id,
        calendar_version, is_provisional, change, reason, changed_at
    )
    select
        of_hit, at_seq, 1, of_key, at_region, at, due_day, due_at, parameter_id,
        calendar_version, is_provisional, 'OPENED', '期限起算', at
    from review.compute_due(at_region, of_key, at)
    returning deadline.*
$$;

-- A version that ends some workdays after what was told. It may belong to a later event
-- (the hit comes back to a state whose clock stood still).
create function review.lengthen_deadline(
    clock review.deadline, at_seq integer, workdays integer, why_kind text, why text,
    at timestamptz
) returns review.deadline language plpgsql as $$
declare
    longer review.deadline := clock;
begin
    if workdays < 0 then
        raise exception 'CR-305 deadline % of hit %, event %: % workdays would shorten it',
            clock.key, clock.hit_id, at_seq, workdays;
    end if;
    longer.event_seq := at_seq;
    longer.version := case when at_seq = clock.event_seq then clock.version + 1 else 1 end;
    longer.more_workdays := clock.more_workdays + workdays;
    longer.extensions := clock.extensions + (why_kind = 'EXTENDED')::integer;
    if workdays > 0 then
        longer.due_day := review.earliest_workday(clock.region, clock.due_day, workdays);
    end if;
    if longer.due_day is null then
        perform review.refuse_uncovered(clock.region, clock.due_day, clock.key);
    end if;
    longer.due_at := review.end_of_day(
        clock.region, longer.due_day, review.day_of(clock.started_at)
    );
    longer.calendar_version := review.current_calendar();
    longer.is_provisional := review.is_provisional(
        clock.region, review.day_of(clock.started_at), longer.due_day
    );
    longer.change := why_kind;
    longer.reason := why;
    longer.changed_at := at;
    longer.recorded_at := clock_timestamp();
    insert into review.deadline select longer.*;
    return longer;
end
$$;

create function review.extend_deadline(
    of_hit text, at_seq integer, workdays integer, why text, as_of timestamptz
) returns review.deadline language plpgsql as $$
declare
    clock review.deadline := review.deadline_of(of_hit, at_seq);
    start_day date := review.day_of(clock.started_at);
    most integer := (review.parameter_of('extend_wd', clock.region, start_day)).value;
    times integer := (review.parameter_of('extend_max', clock.region, start_day)).value;
begin
    if clock.extensions >= times then
        raise exception 'CR-306 hit %, event %: % was extended % times, % are allowed',
            of_hit, at_seq, clock.key, clock.extensions, times;
    elsif workdays is null or workdays not between 1 and most then
        raise exception 'CR-306 hit %, event %: % can be extended by 1 to % workdays, not %',
            of_hit, at_seq, clock.key, most, workdays;
    elsif review.is_overdue(of_hit, at_seq, as_of) then
        raise exception 'CR-306 hit %, event %: % was due at %, asked to extend at %',
            of_hit, at_seq, clock.key, clock.due_at, as_of;
    end if;
    return review.lengthen_deadline(clock, at_seq, workdays, 'EXTENDED', why, as_of);
end
$$;

-- Ends a suspension: the clock goes on under the event that resumed it, later by the
-- workdays on which it stood still.
create function review.shift_deadline(
    of_hit text, stopped_seq integer, at_seq integer, suspended_at timestamptz,
    resumed_at timestamptz
) returns review.deadline language plpgsql as $$
declare
    clock review.deadline := review.deadline_of(of_hit, stopped_seq);
    workdays integer := review.workdays_between(
        clock.region, review.day_of(suspended_at), review.day_of(resumed_at)
    );
begin
    if workdays is null then
        perform review.refuse_uncovered(
            clock.region, review.day_of(suspended_at), 'suspension'
        );
    end if;
    return review.lengthen_deadline(
        clock, at_seq, workdays, 'SUSPENDED',
        format('中止%s个工作日，期限顺延', workdays), resumed_at
    );
end
$$;

-- Adds a version to each clock that the current calendar makes later or settles; returns
-- how many. A clock that it would make earlier keeps the day that was told.
create function review.recompute_deadlines(as_of timestamptz) returns bigint
language sql as $$
    with touched as materialized (
        select clock as old
        from review.deadline_now as clock
        where exists (
            select from review.calendar_version as newer
            where
                newer.version_id > clock.calendar_version
                and newer.changed_from <= clock.due_day
                and newer.changed_to >= review.day_of(clock.started_at)
        )
    ),

    added as (
        insert into review.deadline (
            hit_id, event_seq, version, key, region, started_at, due_day, due_at,
            more_workdays, extensions, parameter_id, calendar_version, is_provisional,
            change, reason, changed_at
        )
        select
            (old).hit_id, (old).event_seq, (old).version + 1, (old).key, (old).region,
            (old).started_at, greatest((old).due_day, due.due_day),
            greatest((old).due_at, due.due_at), (old).more_workdays, (old).extensions,
            (old).parameter_id, due.calendar_version, due.is_provisional, 'CALENDAR',
            case
                when due.due_day > (old).due_day
                    then format('日历更新，期限由%s顺延至%s', (old).due_day, due.due_day)
                when due.due_day < (old).due_day
                    then format(
                        '日历更新，按新日历应为%s，已告知的%s不缩短', due.due_day, (old).due_day
                    )
                else format('日历更新，期限%s不变', (old).due_day)
            end,
            as_of
        from touched
        inner join review.parameter on (old).parameter_id = parameter.parameter_id
        cross join lateral review.due_by(
            parameter, (old).region, (old).started_at, (old).more_workdays
        ) as due
        where
            due.due_at > (old).due_at
            or due.is_provisional <> (old).is_provisional
        returning 1
    )

    select count(*) from added
$$;
