-- From a start and a parameter to the last moment.

-- The earliest day that can turn out to be the n-th workday after the start; in announced
-- years that is the n-th workday itself. Null beyond the calendar.
create function review.earliest_workday(at_region text, start_day date, workdays integer)
returns date language sql stable as $$
    select min(target.day)
    from review.workday as start
    inner join review.workday as target
        on
            start.region = target.region
            and target.most_workdays = start.most_workdays + workdays
    where start.region = review.calendar_region(at_region) and start.day = start_day
$$;

-- The start does not count (civil code, article 201). Natural days that end on a day off
-- run on to the next workday (article 203). Null beyond the calendar.
create function review.due_day(
    at_region text, start_day date, length integer, unit text, more_workdays integer
) returns date language sql stable as $$
    select
        case when more_workdays = 0 then usual.day
        else review.earliest_workday(at_region, usual.day, more_workdays) end
    from (
        select
            case unit
                when 'WORKDAY' then review.earliest_workday(at_region, start_day, length)
                when 'NATURAL'
                    then review.earliest_workday(at_region, start_day + length - 1, 1)
            end as day
    ) as usual
$$;

create function review.day_of(moment timestamptz) returns date
language sql immutable as $$
    select (moment at time zone 'Asia/Shanghai')::date
$$;

-- The end of a day as the region had it on the day that the clock began.
create function review.end_of_day(at_region text, day date, start_day date)
returns timestamptz language sql stable as $$
    select
        (day + (review.parameter_of('cutoff_time', at_region, start_day)).value::interval)
        at time zone 'Asia/Shanghai'
$$;

create function review.current_calendar() returns bigint language sql stable as $$
    select max(version_id) from review.calendar_version
$$;

create function review.refuse_uncovered(at_region text, start_day date, what text)
returns void language plpgsql stable as $$
begin
    raise exception
        'CR-301 CALENDAR_NOT_COVERED: % from % in % ends beyond the calendar (last day %); '
        'publish the reference data again',
        what, start_day, at_region, (select max(day) from review.workday);
end
$$;

create function review.is_provisional(at_region text, first_day date, last_day date)
returns boolean language sql stable as $$
    select coalesce(bool_or(workday.is_provisional), true)
    from review.workday
    where
        region = review.calendar_region(at_region)
        and day between first_day and last_day
$$;

-- Where the parameter's row and so many workdays more lead to.
create function review.due_by(
    setting review.parameter, at_region text, started_at timestamptz,
    more_workdays integer, out due_day date, out due_at timestamptz,
    out calendar_version bigint, out is_provisional boolean
) language plpgsql stable as $$
declare
    start_day date := review.day_of(started_at);
begin
    if setting.unit not in ('WORKDAY', 'NATURAL') then
        raise exception 'CR-303 parameter % is in %: it says no number of days',
            setting.key, setting.unit;
    end if;
    due_day := review.due_day(
        at_region, start_day, setting.value::integer, setting.unit, more_workdays
    );
    if due_day is null then
        perform review.refuse_uncovered(at_region, start_day, setting.key);
    end if;
    due_at := review.end_of_day(at_region, due_day, start_day);
    calendar_version := review.current_calendar();
    is_provisional := review.is_provisional(at_region, start_day, due_day);
end
$$;

create function review.compute_due(
    at_region text, of_key text, started_at timestamptz,
    out due_day date, out due_at timestamptz, out parameter_id bigint,
    out calendar_version bigint, out is_provisional boolean
) language plpgsql stable as $$
declare
    setting review.parameter := review.parameter_of(
        of_key, at_region, review.day_of(started_at)
    );
begin
    select due.*
    into due_day, due_at, calendar_version, is_provisional
    from review.due_by(setting, at_region, started_at, 0) as due;
    parameter_id := setting.parameter_id;
end
$$;
