-- Workdays of the prefecture from one day to another, both counted; never 0, because who
-- worked on a holiday worked.
create function review.workdays_from(first timestamptz, last timestamptz)
returns integer stable language sql as $$
    select
        greatest(
            1,
            review.workdays_between(
                '623000', review.day_of($1) - 1, review.day_of($2)
            )
        )
    where $1 is not null
$$;

-- How long the cases of a quarter stayed in each stage, and who finished how many.
-- Workdays of work run from the first to the last day on which a stage was finished.
create function review.stage_kpis_at(as_of timestamptz, of_quarter text)
returns table (
    state text,
    state_name text,
    is_own boolean,
    entered bigint,
    finished bigint,
    still_open bigint,
    overdue bigint,
    overdue_rate numeric,
    workdays_median numeric,
    workdays_p90 numeric,
    persons bigint,
    finished_by_persons bigint,
    work_workdays integer,
    finished_per_person_workday numeric
) stable language sql as $$
    with summed as (
        select
            stages.state,
            bool_or(stages.is_own) as is_own,
            count(*) as entered,
            count(stages.left_at) as finished,
            count(*) filter (where stages.is_overdue) as overdue,
            percentile_cont(0.5) within group (order by stages.workdays)
                filter (where stages.left_at is not null) as median,
            percentile_cont(0.9) within group (order by stages.workdays)
                filter (where stages.left_at is not null) as p90,
            count(distinct stages.left_by) filter (where stages.is_worked) as persons,
            count(*) filter (where stages.is_worked) as by_persons,
            min(stages.left_at) filter (where stages.is_worked) as first_left_at,
            max(stages.left_at) filter (where stages.is_worked) as last_left_at
        from review.stages_at($1) as stages
        where stages.quarter = $2
        group by stages.state
    )

    select
        summed.state, state.state_name, summed.is_own, summed.entered, summed.finished,
        summed.entered - summed.finished, summed.overdue,
        review.share(summed.overdue, summed.entered),
        round(summed.median::numeric, 2), round(summed.p90::numeric, 2),
        summed.persons, summed.by_persons, work.workdays,
        round(
            summed.by_persons::numeric / nullif(summed.persons * work.workdays, 0), 2
        )
    from summed
    inner join review.state on summed.state = state.state
    cross join lateral (
        select
            review.workdays_from(summed.first_left_at, summed.last_left_at) as workdays
    ) as work
    order by summed.state
$$;

-- The same by person. Who it was is not said: P1 is P1 in all stages of the quarter, and
-- the numbers follow no order that would tell.
create function review.people_kpis_at(as_of timestamptz, of_quarter text)
returns table (
    state text,
    state_name text,
    person text,
    finished bigint,
    overdue bigint,
    work_workdays integer,
    finished_per_workday numeric,
    workdays_median numeric
) stable language sql as $$
    with done as (
        select
            stages.*,
            dense_rank() over (order by md5($2 || stages.left_by), stages.left_by)
                as number
        from review.stages_at($1) as stages
        where stages.quarter = $2 and stages.is_worked
    ),

    summed as (
        select
            done.state,
            done.number,
            count(*) as finished,
            count(*) filter (where done.is_overdue) as overdue,
            review.workdays_from(min(done.left_at), max(done.left_at)) as workdays,
            percentile_cont(0.5) within group (order by done.workdays) as median
        from done
        group by done.state, done.number
    )

    select
        summed.state, state.state_name, 'P' || summed.number, summed.finished,
        summed.overdue, summed.workdays,
        round(summed.finished::numeric / summed.workdays, 2),
        round(summed.median::numeric, 2)
    from summed
    inner join review.state on summed.state = state.state
    order by summed.state, summed.number
$$;
