-- A session is convened, its cases and members are written down, it ends once.

-- What is known when it is convened; the minutes come with its end.
alter table review.panel_session drop column held_at;
alter table review.panel_session drop column minutes_sha256;
alter table review.panel_session rename column recorded_by to convened_by;
alter table review.panel_session
add column convened_at timestamptz not null,
add column specialty text not null check (btrim(specialty) <> ''),
add column seed text not null check (btrim(seed) <> ''),
add column expert_list bigint not null references review.expert_list,
add column planned_on date;
comment on column review.panel_session.specialty is
'The disputed specialty; 药学 where drugs are disputed.';
comment on column review.panel_session.seed is
'With it and the list of experts the draw can be made again.';
comment on column review.panel_session.planned_on is
'Day on which the panel meets; empty where it votes in writing (书面合议).';

create table review.panel_case (
    session_id text not null references review.panel_session,
    hit_id text not null references review.hit,
    opened_seq integer not null,
    amount numeric(16, 2) not null check (amount > 0),
    fund_amount numeric(16, 2) not null check (fund_amount >= 0),
    primary key (session_id, hit_id)
);
create index panel_case_by_hit on review.panel_case (hit_id);
comment on table review.panel_case is 'Cases that a session decides.';
comment on column review.panel_case.opened_seq is
'Number of the event that brought the case before a panel.';
comment on column review.panel_case.amount is 'Fee in yuan that is disputed, at most.';

alter table review.panel_member drop column is_recused;
alter table review.panel_member
add column specialty text not null,
add column drawn_at timestamptz not null,
add column in_place_of text;
comment on table review.panel_member is 'Who was drawn for a 合议, as the register had them.';
comment on column review.panel_member.in_place_of is 'Member who withdrew before.';

create table review.panel_recusal (
    session_id text not null references review.panel_session,
    expert_id text not null,
    ground text not null check (
        ground in (
            'EMPLOYED', 'EMPLOYED_BEFORE', 'COMMUNITY', 'COMPETITOR', 'ACTED',
            'CHALLENGED', 'DECLARED'
        )
    ),
    fixmedins_code text,
    comment text,
    recorded_by text not null,
    recorded_at timestamptz not null,
    primary key (session_id, expert_id),
    check (ground = 'DECLARED' or fixmedins_code is not null),
    check (ground not in ('CHALLENGED', 'DECLARED') or comment is not null)
);
create unique index an_institution_challenges_once
on review.panel_recusal (session_id, fixmedins_code) where ground = 'CHALLENGED';
comment on table review.panel_recusal is
'Experts who could not be drawn or withdrew, and why: by rule, challenged by the
institution, or by their own word.';

create table review.panel_end (
    session_id text primary key references review.panel_session,
    outcome text not null check (outcome in ('CONCLUDED', 'DISSOLVED')),
    comment text,
    content jsonb,
    content_sha256 text,
    ended_by text not null,
    ended_at timestamptz not null,
    check ((outcome = 'CONCLUDED') = (content is not null)),
    check ((outcome = 'DISSOLVED') = (comment is not null)),
    check ((content is null) = (content_sha256 is null))
);
comment on table review.panel_end is
'How a session ended: with minutes, or dissolved because it could not decide.';
comment on column review.panel_end.content is 'What the minutes say.';

create trigger rows_stay before update or delete or truncate on review.panel_case
    execute function review.refuse_change();
create trigger rows_stay before update or delete or truncate on review.panel_recusal
    execute function review.refuse_change();
create trigger rows_stay before update or delete or truncate on review.panel_end
    execute function review.refuse_change();

-- Who sits at a moment: drawn and not withdrawn by then.
create function review.sitting(session_id text, as_of timestamptz default 'infinity')
returns setof review.panel_member stable language sql as $$
    select member.*
    from review.panel_member as member
    where
        member.session_id = $1
        and member.drawn_at <= $2
        and not exists (
            select
            from review.panel_recusal as recusal
            where
                recusal.session_id = member.session_id
                and recusal.expert_id = member.member_id
                and recusal.recorded_at <= $2
        )
$$;

-- The event that brought a case before a panel, and whether it is still there.
create function review.brought_by(hit_id text, as_of timestamptz default 'infinity')
returns integer stable language sql as $$
    select max(happened.seq)
    from review.event as happened
    where
        happened.hit_id = $1
        and happened.event in (
            'escalate_panel', 'final_return', 'reconsider', 'reopen'
        )
        and happened.occurred_at <= $2
$$;
create function review.awaits_panel(
    hit_id text, opened_seq integer, as_of timestamptz default 'infinity'
) returns boolean stable language sql as $$
    select
        coalesce(last.to_state in ('S60', 'S85'), false)
        and review.brought_by($1, $3) = $2
    from (
        select happened.to_state
        from review.event as happened
        where happened.hit_id = $1 and happened.occurred_at <= $3
        order by happened.seq desc
        limit 1
    ) as last
$$;

-- A written vote is cast while the cases' time runs; null as long as the last day is
-- not known for sure, or the panel meets.
create function review.votes_due_at(session_id text)
returns timestamptz stable language sql as $$
    select min(clock.due_at)
    from review.panel_session as session
    inner join review.panel_case as disputed
        on session.session_id = disputed.session_id
    inner join review.hit_state as states on disputed.hit_id = states.hit_id
    inner join review.deadline_now as clock
        on states.hit_id = clock.hit_id and states.seq = clock.event_seq
    where
        session.session_id = $1
        and session.planned_on is null
        and review.awaits_panel(disputed.hit_id, disputed.opened_seq)
        and not clock.is_provisional
$$;
