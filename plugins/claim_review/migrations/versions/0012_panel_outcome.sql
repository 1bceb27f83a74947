-- What a panel decided, and whether one is fit to speak.

-- More than half decide. Within a majority for 部分违规 the median of its amounts counts.
-- Without any majority the median of all votes does, 违规 being the whole amount and
-- 不违规 nothing: more than half then say at least so much, and more than half at most.
create function review.panel_outcome(
    session_id text, hit_id text,
    out vote text, out amount numeric, out fund_amount numeric, out votes_for bigint,
    out votes bigint
) stable language sql as $$
    with counted as (
        select vote.vote, vote.amount
        from review.panel_vote as vote
        inner join review.sitting($1) as member on vote.member_id = member.member_id
        where
            vote.session_id = $1
            and vote.hit_id = $2
            and vote.ballot = 'BINDING'
    ),

    majority as (
        select counted.vote
        from counted
        group by counted.vote
        having count(*) * 2 > (select count(*) from counted)
    ),

    decided as (
        select
            coalesce((select majority.vote from majority), 'PARTIAL') as vote,
            round(
                (percentile_cont(0.5) within group (order by counted.amount))::numeric, 2
            ) as amount
        from counted
        where
            counted.vote = (select majority.vote from majority)
            or not exists (select from majority)
        having count(*) > 0
    )

    select
        decided.vote,
        decided.amount,
        round(disputed.fund_amount * decided.amount / disputed.amount, 2),
        count(*) filter (where counted.vote = decided.vote),
        count(*)
    from decided
    cross join counted
    inner join review.panel_case as disputed
        on disputed.session_id = $1 and disputed.hit_id = $2
    group by decided.vote, decided.amount, disputed.amount, disputed.fund_amount
$$;

create or replace function review.panel_problem(
    said review.event, hit review.hit, earliest timestamptz
) returns text stable language plpgsql as $$
declare
    session review.panel_session;
    ended review.panel_end;
    members bigint;
    clinicians bigint;
    specialists bigint;
    policy bigint;
    voted bigint;
begin
    select * into session
    from review.panel_session
    where panel_session.session_id = review.written(said, 'session_id');
    if session.session_id is null then
        return 'no such panel (payload.session_id)';
    end if;
    if not exists (
        select
        from review.panel_case as disputed
        where
            disputed.session_id = session.session_id and disputed.hit_id = hit.hit_id
    ) then
        return 'it is not among the cases of the panel';
    end if;
    if session.convened_at < earliest then
        return format(
            'the panel was convened at %s, before it was asked for', session.convened_at
        );
    end if;
    select
        count(*),
        count(*) filter (where member.is_senior_clinician),
        count(*) filter (where member.is_of_specialty),
        count(*) filter (where member.is_policy),
        count(vote.member_id)
    into members, clinicians, specialists, policy, voted
    from review.sitting(session.session_id) as member
    left join review.panel_vote as vote
        on
            member.session_id = vote.session_id
            and member.member_id = vote.member_id
            and vote.hit_id = hit.hit_id
            and vote.ballot = 'BINDING'
            and vote.voted_at <= said.occurred_at;
    if members < review.number_of(said, hit, 'panel_min') or members % 2 = 0 then
        return format('%s members sit: too few, or not an odd number', members);
    end if;
    if clinicians * 3 < members * 2 then
        return 'fewer than two thirds are senior clinicians';
    end if;
    if specialists = 0 or policy = 0 then
        return 'nobody is of the disputed specialty, or nobody for the policy';
    end if;
    if voted < members then
        return format('%s of %s members have voted', voted, members);
    end if;
    select * into ended
    from review.panel_end
    where panel_end.session_id = session.session_id;
    if ended.outcome is distinct from 'CONCLUDED' or ended.ended_at > said.occurred_at
    then
        return 'the panel has no minutes yet';
    end if;
    return null;
end
$$;
