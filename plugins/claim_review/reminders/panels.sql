-- What members and secretaries of panels have to hear: the day on which they meet or, in
-- writing, have to vote by. Whose cases they are is not said.
with session as (
    select
        session.session_id,
        coalesce(
            session.planned_on, min(review.day_of(cases.due_at - interval '1 second'))
        ) as last_day,
        session.planned_on is null as is_written,
        bool_or(cases.is_provisional) and session.planned_on is null as is_provisional,
        count(*) as cases
    from review.panel_session as session
    inner join review.panel_case as disputed on session.session_id = disputed.session_id
    inner join now_case as cases
        on disputed.hit_id = cases.hit_id and cases.state in ('S60', 'S85')
    where
        session.convened_at <= %(as_of)s
        and not exists (
            select
            from review.panel_end as ended
            where ended.session_id = session.session_id and ended.ended_at <= %(as_of)s
        )
    group by session.session_id
),

shifted as (
    select
        session.*,
        (
            select max(shift)
            from unnest(array[-5, -1]) as shift
            where review.add_workdays('623000', session.last_day, shift) <= %(today)s
        ) as shift
    from session
    where session.last_day >= %(today)s
)

select
    'PANEL' as kind, shifted.session_id as object_id, null as fixmedins_code,
    '623000' as region, '{PANEL_SECRETARY}'::text[] as roles, null as holder,
    shifted.last_day as about_day, null::integer as due_version, shifted.shift,
    jsonb_build_object(
        'region', '623000', 'cases', shifted.cases, 'last_day', shifted.last_day,
        'is_written', shifted.is_written, 'is_provisional', shifted.is_provisional,
        'remaining', review.workdays_between('623000', %(today)s, shifted.last_day),
        'unreachable', (
            select count(*)
            from review.sitting(shifted.session_id, %(as_of)s) as member
            left join review.expert
                on
                    member.member_id = expert.expert_id
                    and expert.list_id = review.expert_list_at(%(as_of)s)
            where expert.address is null
        )
    ) as facts,
    null::text[] as hit_ids, null::integer[] as seqs
from shifted
where
    shifted.shift is not null
    and not exists (
        select
        from review.reminder as told
        where
            told.kind = 'PANEL'
            and told.object_id = shifted.session_id
            and told.about_day = shifted.last_day
            and told.shift = shifted.shift
    )
order by shifted.last_day, shifted.session_id
