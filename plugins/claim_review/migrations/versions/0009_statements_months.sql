-- Which month of statements a moment belongs to (process notes §4.4). One cut-off for the
-- whole prefecture: its calendar counts, no county's.

create function review.end_of_last_workday(day date) returns timestamptz
language plpgsql stable as $$
declare
    choice text := (review.parameter_of('stmt_cutoff', '623000', day)).value;
begin
    if choice <> 'last_workday' then
        raise exception 'CR-303 parameter stmt_cutoff is %: only last_workday is known', choice;
    end if;
    return review.end_of_day('623000', day, day);
end
$$;

create view review.statement_period as
select
    last.statement_month,
    last.is_provisional,
    lag(review.end_of_last_workday(last.day)) over (order by last.day) as begins_after,
    review.end_of_last_workday(last.day) as cutoff_at
from (
    select
        to_char(day, 'YYYY-MM') as statement_month,
        max(day) filter (where is_workday) as day,
        bool_or(is_provisional) as is_provisional
    from review.workday
    where region = review.calendar_region('623000')
    group by to_char(day, 'YYYY-MM')
) as last;
comment on view review.statement_period is
'One row per month: a statement is about what happened after the cut-off of the month before,
up to and with its own.';

create function review.month_of(moment timestamptz) returns text stable language sql as $$
    select period.statement_month
    from review.statement_period as period
    where period.cutoff_at >= $1
    order by period.cutoff_at
    limit 1
$$;

-- The cut-off of a month that is over.
create function review.cutoff_of(statement_month text, as_of timestamptz)
returns timestamptz stable language plpgsql as $$
declare
    period review.statement_period;
begin
    select * into period
    from review.statement_period as periods
    where periods.statement_month = $1;
    if period.cutoff_at is null then
        raise exception 'CR-301 CALENDAR_NOT_COVERED: % is not in the calendar', $1;
    end if;
    -- A notice may still move the last workday.
    if period.is_provisional then
        raise exception 'CR-205 statements of %: the calendar of the month is provisional', $1
            using errcode = 'CR205';
    end if;
    if as_of <= period.cutoff_at then
        raise exception 'CR-205 statements of %: the month runs until %', $1, period.cutoff_at
            using errcode = 'CR205';
    end if;
    return period.cutoff_at;
end
$$;
