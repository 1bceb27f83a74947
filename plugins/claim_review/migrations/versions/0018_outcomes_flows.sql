-- Where the cases of a quarter went, step by step: what flows out of a step is what had
-- flowed into it, in cases and in what was suspected. Steps: hit, agreed_first,
-- agreed_second, dispatched, then accepted, appealed or deemed, then confirmed; ends:
-- cleared_first, cleared_second, cleared_final, refused, not_refused_yet, void,
-- transferred, and waiting_first, _second, _dispatch, _answer, _decision.
create function review.case_flows_at(as_of timestamptz, of_quarter text)
returns table (
    from_step text,
    to_step text,
    cases bigint,
    suspected_amount numeric,
    suspected_fund_amount numeric,
    net_refused_amount numeric
) stable language sql as $$
    with ways as (
        select
            cases.*,
            array_remove(
                array[
                    'hit',
                    case
                        when
                            cases.is_reviewed_first
                            and not cases.is_cleared_first
                            and cases.state <> 'S10'
                            then 'agreed_first'
                    end,
                    case
                        when cases.is_dispatched or cases.state = 'S30'
                            then 'agreed_second'
                    end,
                    case when cases.is_dispatched then 'dispatched' end,
                    case
                        when cases.is_appealed then 'appealed'
                        when cases.is_deemed then 'deemed'
                        when cases.is_accepted then 'accepted'
                    end,
                    case when cases.is_confirmed then 'confirmed' end,
                    case
                        when cases.is_cleared_first then 'cleared_first'
                        when cases.is_cleared_second then 'cleared_second'
                        when cases.is_cleared_final then 'cleared_final'
                        when cases.is_void then 'void'
                        when cases.is_transferred then 'transferred'
                        when cases.is_confirmed
                            then case
                                when cases.refused_amount + cases.reversed_amount > 0
                                    then 'refused'
                                else 'not_refused_yet'
                            end
                        when cases.state = 'S10' then 'waiting_first'
                        when cases.state = 'S20' then 'waiting_second'
                        when cases.state = 'S30' then 'waiting_dispatch'
                        when cases.state = 'S40' then 'waiting_answer'
                        else 'waiting_decision'
                    end
                ], null
            ) as way
        from review.case_outcomes_at($1) as cases
        where cases.quarter = $2
    )

    select
        ways.way[place], ways.way[place + 1], count(*), sum(ways.suspected_amount),
        sum(ways.suspected_fund_amount),
        sum(ways.refused_amount + ways.reversed_amount)
    from ways
    cross join lateral generate_series(1, cardinality(ways.way) - 1) as place
    group by ways.way[place], ways.way[place + 1]
    order by min(place), ways.way[place], ways.way[place + 1]
$$;

-- Cases without an outcome, by the quarter that they come from and by how many workdays
-- they have been open. 42 and 67 workdays is what the process takes by its parameters,
-- without and with panel and second round.
create function review.case_ageing_at(as_of timestamptz)
returns table (
    quarter text,
    hits bigint,
    still_open bigint,
    suspected_fund_amount numeric,
    to_20_workdays bigint,
    to_42_workdays bigint,
    to_67_workdays bigint,
    longer bigint,
    longest_workdays integer,
    overdue bigint
) stable language sql as $$
    with aged as (
        select
            cases.*,
            review.workdays_between(
                cases.region, review.day_of(cases.opened_at), review.day_of($1)
            ) as workdays,
            late.hit_id is not null as is_overdue
        from review.case_outcomes_at($1) as cases
        left join (
            select stages.hit_id
            from review.stages_at($1) as stages
            where stages.left_at is null and stages.is_overdue
        ) as late on cases.hit_id = late.hit_id
    )

    select
        aged.quarter,
        count(*),
        count(*) filter (where not aged.is_final),
        coalesce(sum(aged.suspected_fund_amount) filter (where not aged.is_final), 0),
        count(*) filter (where not aged.is_final and aged.workdays <= 20),
        count(*) filter (where not aged.is_final and aged.workdays between 21 and 42),
        count(*) filter (where not aged.is_final and aged.workdays between 43 and 67),
        count(*) filter (where not aged.is_final and aged.workdays > 67),
        max(aged.workdays) filter (where not aged.is_final),
        count(*) filter (where not aged.is_final and aged.is_overdue)
    from aged
    group by aged.quarter
    order by aged.quarter
$$;
