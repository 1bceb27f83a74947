-- Votes: alone and on masked papers first, then the one that counts.

alter table review.panel_vote
add column comment text,
add column workbook_id text references review.workbook,
add foreign key (session_id, hit_id) references review.panel_case;

create table review.panel_ballot (
    workbook_id text primary key references review.workbook,
    session_id text not null,
    member_id text not null,
    ballot text not null check (ballot in ('BLIND', 'BINDING')),
    foreign key (session_id, member_id) references review.panel_member
);
comment on table review.panel_ballot is 'Workbooks in which members of a panel vote.';
create trigger rows_stay before update or delete or truncate on review.panel_ballot
    execute function review.refuse_change();

create function review.refuse_vote(vote review.panel_vote, code text, why text)
returns void language plpgsql as $$
begin
    raise exception '% panel %, member %, hit %, % vote: %', code, vote.session_id,
        vote.member_id, vote.hit_id, vote.ballot, why
        using errcode = replace(code, '-', '');
end
$$;

-- Whether all who sit have cast such a vote on all cases that are still before the panel.
create function review.votes_missing(
    session_id text, ballot text, as_of timestamptz
) returns bigint stable language sql as $$
    select count(*)
    from review.sitting($1, $3) as member
    inner join review.panel_case as disputed on member.session_id = disputed.session_id
    where
        review.awaits_panel(disputed.hit_id, disputed.opened_seq, $3)
        and not exists (
            select
            from review.panel_vote as vote
            where
                vote.session_id = $1
                and vote.member_id = member.member_id
                and vote.hit_id = disputed.hit_id
                and vote.ballot = $2
                and vote.voted_at <= $3
        )
$$;

create function review.guard_vote() returns trigger language plpgsql as $$
declare
    session review.panel_session;
    disputed review.panel_case;
    seat review.panel_member;
begin
    -- One vote at a time, and none while the session is being ended.
    select * into session
    from review.panel_session
    where panel_session.session_id = new.session_id
    for no key update;
    select * into disputed
    from review.panel_case
    where panel_case.session_id = new.session_id and panel_case.hit_id = new.hit_id;
    select * into seat
    from review.sitting(new.session_id) as sitting
    where sitting.member_id = new.member_id;
    if exists (
        select from review.panel_end where panel_end.session_id = new.session_id
    ) then
        perform review.refuse_vote(new, 'CR-121', 'the session is over');
    end if;
    if seat.member_id is null or new.voted_at < seat.drawn_at then
        perform review.refuse_vote(new, 'CR-122', 'who votes does not sit');
    end if;
    if disputed.hit_id is null
        or not review.awaits_panel(new.hit_id, disputed.opened_seq) then
        perform review.refuse_vote(new, 'CR-123', 'the case is not before the panel');
    end if;
    if new.voted_at > review.votes_due_at(new.session_id) then
        perform review.refuse_vote(
            new, 'CR-124',
            format('written votes were due by %s', review.votes_due_at(new.session_id))
        );
    end if;
    if
        new.ballot = 'BINDING'
        and review.votes_missing(new.session_id, 'BLIND', new.voted_at) > 0
    then
        perform review.refuse_vote(
            new, 'CR-125', 'not all have voted on the masked papers'
        );
    end if;
    if
        (new.vote = 'VIOLATION') <> (new.amount = disputed.amount)
        or new.amount > disputed.amount
    then
        perform review.refuse_vote(
            new, 'CR-126', format('%s of %s yuan', new.amount, disputed.amount)
        );
    end if;
    return new;
end
$$;
create trigger guarded before insert on review.panel_vote
    for each row execute function review.guard_vote();

-- For reminders: what members of open sessions have not voted on at a moment.
create function review.panel_waiting_at(as_of timestamptz)
returns table (
    session_id text, member_id text, ballot text, cases bigint, planned_on date,
    due_at timestamptz
) stable language sql as $$
    with open_session as (
        select
            session.*,
            case
                when review.votes_missing(session.session_id, 'BLIND', $1) > 0
                    then 'BLIND'
                else 'BINDING'
            end as ballot
        from review.panel_session as session
        where
            session.convened_at <= $1
            and not exists (
                select
                from review.panel_end as ended
                where
                    ended.session_id = session.session_id and ended.ended_at <= $1
            )
    )

    select
        session.session_id, member.member_id, session.ballot, count(*),
        session.planned_on,
        min(cases.due_at) filter (where not cases.is_provisional)
    from open_session as session
    inner join lateral review.sitting(session.session_id, $1) as member on true
    inner join review.panel_case as disputed
        on session.session_id = disputed.session_id
    inner join review.cases_at($1) as cases on disputed.hit_id = cases.hit_id
    where
        review.awaits_panel(disputed.hit_id, disputed.opened_seq, $1)
        and not exists (
            select
            from review.panel_vote as vote
            where
                vote.session_id = session.session_id
                and vote.member_id = member.member_id
                and vote.hit_id = disputed.hit_id
                and vote.ballot = session.ballot
                and vote.voted_at <= $1
        )
    group by
        session.session_id, member.member_id, session.ballot, session.planned_on
    order by session.session_id, member.member_id
$$;
