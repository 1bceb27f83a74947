-- Each stay of a case in a state that it can leave, as it was known at a moment.
-- Workdays are counted from the day of entry to the day of leaving or, while it is there,
-- to the moment's; null beyond the calendar. is_own is a stage that reviewers or the
-- agency answer for: not the institution's time, nor the administration's. is_worked: one of
-- them finished it, and did not just take the case out of it.
create function review.stages_at(as_of timestamptz)
returns table (
    hit_id text,
    rule_id text,
    quarter text,
    fixmedins_code text,
    state text,
    entered_seq integer,
    entered_at timestamptz,
    left_at timestamptz,
    left_event text,
    left_by text,
    left_role text,
    workdays integer,
    due_at timestamptz,
    is_overdue boolean,
    is_own boolean,
    is_worked boolean
) stable language sql as $$
    with stays as (
        select
            happened.hit_id,
            happened.seq,
            happened.to_state,
            happened.occurred_at,
            lead(happened.occurred_at) over one_case as left_at,
            lead(happened.event) over one_case as left_event,
            lead(happened.actor_id) over one_case as left_by,
            lead(happened.actor_role) over one_case as left_role
        from review.event as happened
        where happened.occurred_at <= $1
        window one_case as (partition by happened.hit_id order by happened.seq)
    ),

    places as (
        select distinct hits.region, review.calendar_region(hits.region) as calendar
        from review.hit as hits
    )

    select
        stays.hit_id, hits.rule_id, hits.quarter, hits.fixmedins_code, stays.to_state,
        stays.seq, stays.occurred_at, stays.left_at, stays.left_event, stays.left_by,
        stays.left_role,
        ended.workday_number - began.workday_number,
        clock.due_at,
        -- A second round is a right: a case leaves S80 when its time is over.
        state.state <> 'S80'
        and coalesce(
            clock.due_at < coalesce(stays.left_at, $1) and not clock.is_provisional, false
        ),
        said.is_own,
        coalesce(
            said.is_own
            and stays.left_role not in ('SYSTEM', 'INSTITUTION')
            and stays.left_event not in ('void', 'suspend'),
            false
        )
    from stays
    inner join review.hit as hits on stays.hit_id = hits.hit_id
    inner join review.state on stays.to_state = state.state and not state.is_terminal
    cross join lateral (
        select
            state.deadline_key is not null
            and state.state not in ('S40', 'S55', 'S80', 'S97') as is_own
    ) as said
    left join places on hits.region = places.region
    left join review.workday as began
        on
            places.calendar = began.region
            and review.day_of(stays.occurred_at) = began.day
    left join review.workday as ended
        on
            places.calendar = ended.region
            and review.day_of(coalesce(stays.left_at, $1)) = ended.day
    left join lateral (
        select deadline.due_at, deadline.is_provisional
        from review.deadline
        where
            deadline.hit_id = stays.hit_id
            and deadline.event_seq = stays.seq
            and deadline.changed_at <= $1
        order by deadline.version desc
        limit 1
    ) as clock on true
$$;
