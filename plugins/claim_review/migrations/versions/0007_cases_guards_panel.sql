-- §1.5, the panel (合议): when it is asked, who sits, and that all have voted.

-- §1.4 proposes a panel on five grounds; who escalates names one that holds.
create function review.guard_escalation(said review.event, hit review.hit)
returns review.event language plpgsql as $$
declare
    notice review.event := review.notice(said.hit_id);
    appeal review.event := review.last_event(
        said.hit_id, coalesce(notice.seq, 0), 'appeal'
    );
    holds boolean;
begin
    case review.written(said, 'ground')
        when 'CLINICAL' then
            holds := hit.rule_class = 'medical';
        when 'AMOUNT' then
            holds := coalesce(appeal.amount, notice.amount)
                >= review.number_of(said, hit, 'panel_amt');
        when 'OVERTURNED_OFTEN' then
            holds := review.overturn_rate(hit.rule_id, hit.quarter) >= 0.30;
        when 'REQUESTED' then
            holds := review.written(said, 'comment') is not null;
        when 'DISAGREED' then
            holds := review.reviewers_disagreed(said.hit_id);
        else
            holds := false;
    end case;
    if not coalesce(holds, false) then
        perform review.refuse_event(
            said, 'CR-117',
            'CLINICAL, AMOUNT, OVERTURNED_OFTEN, REQUESTED (with a comment) or DISAGREED,'
            ' and it must be so (payload.ground)'
        );
    end if;
    return said;
end
$$;

-- A final decision below the dispatched amount always has a reason code, no other has.
create function review.overturn_rate(rule_id text, quarter text)
returns numeric stable language sql as $$
    select count(decided.reason_code)::numeric / nullif(count(*), 0)
    from review.hit as hits
    inner join review.event as decided on hits.hit_id = decided.hit_id
    where
        hits.rule_id = $1
        and hits.quarter = $2
        and decided.event in ('final_confirm', 'final_clear')
$$;

create function review.reviewers_disagreed(hit_id text)
returns boolean stable language sql as $$
    select
        review.count_events($1, 0, 'second_return') > 0
        or (review.last_event($1, 0, 'second_agree')).amount
        < (review.last_event($1, 0, 'first_suspect')).amount
$$;

-- What is wrong with a panel for a case; null if it may speak.
create function review.panel_problem(
    said review.event, hit review.hit, earliest timestamptz
) returns text stable language plpgsql as $$
declare
    session review.panel_session;
    sitting bigint;
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
    if session.held_at < earliest or session.held_at > said.occurred_at then
        return format(
            'the panel sat at %s, not between %s and now', session.held_at, earliest
        );
    end if;
    select
        count(*),
        count(*) filter (where member.is_senior_clinician),
        count(*) filter (where member.is_of_specialty),
        count(*) filter (where member.is_policy),
        count(vote.member_id)
    into sitting, clinicians, specialists, policy, voted
    from review.panel_member as member
    left join review.panel_vote as vote
        on
            member.session_id = vote.session_id
            and member.member_id = vote.member_id
            and vote.hit_id = hit.hit_id
            and vote.ballot = 'BINDING'
            and vote.voted_at <= said.occurred_at
    where member.session_id = session.session_id and not member.is_recused;
    if sitting < review.number_of(said, hit, 'panel_min') or sitting % 2 = 0 then
        return format('%s members sit: too few, or not an odd number', sitting);
    end if;
    if clinicians * 3 < sitting * 2 then
        return 'fewer than two thirds are senior clinicians';
    end if;
    if specialists = 0 or policy = 0 then
        return 'nobody is of the disputed specialty, or nobody for the policy';
    end if;
    if voted < sitting then
        return format('%s of %s members have voted', voted, sitting);
    end if;
    return null;
end
$$;

create function review.require_panel(
    said review.event, hit review.hit, earliest timestamptz
) returns void language plpgsql as $$
declare
    problem text := review.panel_problem(said, hit, earliest);
begin
    if problem is not null then
        perform review.refuse_event(said, 'CR-117', problem);
    end if;
end
$$;

create function review.guard_panel_opinion(said review.event, hit review.hit)
returns review.event language plpgsql as $$
declare
    notice review.event := review.notice(said.hit_id);
    opened review.event := review.last_event(
        said.hit_id, 0, 'escalate_panel', 'final_return'
    );
begin
    perform review.require_panel(said, hit, opened.occurred_at);
    perform review.require_amounts(
        said, notice.amount, notice.fund_amount, 'was dispatched'
    );
    return said;
end
$$;
