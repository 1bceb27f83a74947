-- The calendar: what the State Council and local governments have announced, the days that
-- follow from it, and counting in workdays.

create function review.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'CR-100 % of review.% is refused: rows are only added',
        lower(tg_op), tg_table_name using errcode = 'restrict_violation';
end
$$;

create table review.holiday (
    region text not null check (region ~ '^[0-9]{6}$'),
    day date not null,
    is_workday boolean not null,
    name text not null,
    notice_year integer not null,
    announced_on date not null,
    source text not null,
    published_at timestamptz not null,
    primary key (region, day, announced_on),
    constraint only_a_weekend_day_is_made_up_for
    check (not is_workday or extract(isodow from day) in (6, 7)),
    -- A notice may reach back into the December before its year.
    constraint the_notice_is_about_its_year
    check (extract(year from day) in (notice_year - 1, notice_year))
);
comment on table review.holiday is
'Days on which notices depart from the week; of two notices for a day the later one counts.';
comment on column review.holiday.region is
'000000 for the State Council, otherwise the division whose government announced it.';

create table review.calendar_version (
    version_id bigint generated always as identity primary key,
    content_sha256 text not null,
    first_day date not null,
    last_day date not null,
    changed_from date not null,
    changed_to date not null,
    published_at timestamptz not null
);
comment on table review.calendar_version is
'States of review.workday; the newest is the one it holds.';
comment on column review.calendar_version.changed_from is
'First day that is not as in the version before.';

create table review.workday (
    region text not null,
    day date not null,
    is_workday boolean not null,
    layer text not null check (layer in ('WEEKDAY', 'STATE_COUNCIL', 'LOCAL')),
    is_provisional boolean not null,
    workday_number integer not null,
    most_workdays integer not null,
    name text,
    source text,
    primary key (region, day)
);
create index workday_by_number on review.workday (region, workday_number, day);
create index workday_by_most on review.workday (region, most_workdays, day);
comment on table review.workday is
'One row per region and day; a division without holidays of its own has no rows.';
comment on column review.workday.is_provisional is
'The State Council has not announced the year yet: is_workday follows the week.';
comment on column review.workday.workday_number is 'Workdays up to and with this day.';
comment on column review.workday.most_workdays is
'The same if every provisional day that no law makes a holiday became a workday.';

create trigger rows_stay before update or delete or truncate on review.holiday
    execute function review.refuse_change();
create trigger rows_stay before update or delete or truncate on review.calendar_version
    execute function review.refuse_change();

-- Where a division is looked up: by itself, its prefecture, the nation.
create function review.regions_of(at_region text) returns text[]
language sql immutable as $$
    select array[at_region, left(at_region, 4) || '00', '000000']
$$;

create function review.calendar_region(at_region text) returns text
language sql stable as $$
    select place.region
    from unnest(review.regions_of(at_region)) with ordinality as place (region, turn)
    where exists (select from review.workday where workday.region = place.region)
    order by place.turn
    limit 1
$$;

-- Null beyond the calendar. Day 0 is the day itself; -1 is the last workday before it.
create function review.add_workdays(at_region text, start_day date, workdays integer)
returns date language sql stable as $$
    select
        case
            when workdays = 0 then start_day
            else (
                select min(target.day)
                from review.workday as target
                where
                    target.region = start.region
                    and target.is_workday
                    and target.workday_number = start.workday_number + workdays
                    + (workdays < 0 and not start.is_workday)::integer
            )
        end
    from review.workday as start
    where start.region = review.calendar_region(at_region) and start.day = start_day
$$;

-- Workdays after the first day, up to and with the last; null beyond the calendar.
create function review.workdays_between(at_region text, first_day date, last_day date)
returns integer language sql stable as $$
    select last.workday_number - first.workday_number
    from review.workday as first
    inner join review.workday as last on first.region = last.region
    where
        first.region = review.calendar_region(at_region)
        and first.day = first_day
        and last.day = last_day
$$;
