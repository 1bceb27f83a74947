-- §1.4, what only the agency decides, and what may still be held against it.

create function review.guard_final(said review.event, hit review.hit)
returns review.event language plpgsql as $$
declare
    notice review.event := review.notice(said.hit_id);
    approver text := (
        select batch.approved_by
        from review.dispatch_batch as batch
        where batch.batch_id = review.written(notice, 'batch_id')
    );
begin
    if said.actor_id = approver then
        perform review.refuse_event(
            said, 'CR-111', format('%s approved the dispatch', said.actor_id)
        );
    end if;
    -- A case that came back from a transfer may never have been dispatched.
    if said.event <> 'final_clear' and notice.seq is null then
        perform review.refuse_event(
            said, 'CR-115', 'the institution was never told of it'
        );
    end if;
    case said.event
        when 'final_confirm' then
            perform review.check_confirmation(said, notice);
        when 'final_clear' then
            said := review.with_amounts(said, 0, 0, 'clearing leaves');
            perform review.require_reason(said, 'clearing needs a reason');
            perform review.check_departure(said, notice);
        else
            null;
    end case;
    return said;
end
$$;

create function review.check_confirmation(said review.event, notice review.event)
returns void language plpgsql as $$
declare
    earlier review.event := review.last_event(
        said.hit_id, notice.seq, 'final_confirm', 'reconsider_confirm'
    );
begin
    perform review.require_amounts(
        said, notice.amount, notice.fund_amount, 'was dispatched'
    );
    -- §0.11: never above what the institution has been told.
    if earlier.seq is not null then
        perform review.require_amounts(
            said, earlier.amount, earlier.fund_amount, 'was decided before'
        );
    end if;
    if said.amount = 0 then
        perform review.refuse_event(
            said, 'CR-112', 'nothing is left to confirm; clear it'
        );
    end if;
    perform review.require_text(said, 'basis', 'a decision cites its basis');
    if said.amount < notice.amount or said.fund_amount < notice.fund_amount then
        perform review.require_reason(said, 'less than was dispatched has a reason');
    end if;
    perform review.check_departure(said, notice);
end
$$;

-- Above an opinion, or at all away from a panel's, the agency says why in writing.
create function review.check_departure(said review.event, notice review.event)
returns void language plpgsql as $$
declare
    opinion review.event := review.last_event(
        said.hit_id, coalesce(notice.seq, 0), 'opinion', 'panel_opinion'
    );
begin
    if
        opinion.event is not null
        and (
            said.amount > opinion.amount
            or said.fund_amount > opinion.fund_amount
            or (
                opinion.event = 'panel_opinion'
                and (said.amount, said.fund_amount)
                <> (opinion.amount, opinion.fund_amount)
            )
        )
    then
        perform review.require_text(
            said, 'departure', format('it departs from the %s', opinion.event)
        );
    end if;
end
$$;

create function review.guard_reconsider(said review.event, hit review.hit)
returns review.event language plpgsql as $$
declare
    notice review.event := review.notice(said.hit_id);
    final review.event := review.last_event(said.hit_id, 0, 'final_confirm');
    seen text[] := (
        select array_agg(file)
        from review.event as earlier
        cross join unnest(review.evidence_of(earlier)) as file
        where earlier.hit_id = said.hit_id
    );
begin
    perform review.require_on_time(said, review.closes_at(said));
    if
        review.count_events(said.hit_id, notice.seq, 'appeal', 'reconsider')
        >= review.number_of(said, hit, 'max_rounds')
    then
        perform review.refuse_event(said, 'CR-118', 'all rounds are used up');
    end if;
    if
        review.count_events(said.hit_id, notice.seq, 'deem_accept') > 0
        and not review.is_on(said, hit, 'allow_reconsider_deemed')
    then
        perform review.refuse_event(
            said, 'CR-120', 'who never answered cannot object now'
        );
    end if;
    -- Evidence that nobody has seen yet, or a claim that the law is another.
    if said.reason_code = 'WRONG_LAW' then
        perform review.require_text(said, 'text', 'it says which law');
    elsif
        said.reason_code is distinct from 'NEW_EVIDENCE'
        or review.evidence_of(said) <@ coalesce(seen, '{}')
    then
        perform review.refuse_event(
            said, 'CR-113', 'it needs NEW_EVIDENCE that is new, or WRONG_LAW'
        );
    end if;
    said.amount := coalesce(said.amount, final.amount);
    said.fund_amount := coalesce(said.fund_amount, final.fund_amount);
    perform review.require_amounts(
        said, final.amount, final.fund_amount, 'was decided'
    );
    return said;
end
$$;

create function review.guard_reconsidered(said review.event, hit review.hit)
returns review.event language plpgsql as $$
declare
    final review.event := review.last_event(said.hit_id, 0, 'final_confirm');
    standing review.event := review.last_event(
        said.hit_id, 0, 'final_confirm', 'reconsider_confirm'
    );
    taken_up review.event := review.last_event(
        said.hit_id, 0, 'reconsider', 'reopen'
    );
begin
    if said.actor_id = final.actor_id then
        perform review.refuse_event(
            said, 'CR-111', format('%s took the final decision', said.actor_id)
        );
    end if;
    if standing.amount >= review.number_of(said, hit, 'panel_amt') then
        perform review.require_panel(said, hit, taken_up.occurred_at);
    end if;
    if said.event = 'reconsider_clear' then
        said := review.with_amounts(said, 0, 0, 'clearing leaves');
        perform review.require_reason(said, 'clearing needs a reason');
        return said;
    end if;
    perform review.require_amounts(
        said, standing.amount, standing.fund_amount, 'was decided before'
    );
    if said.amount = 0 then
        perform review.refuse_event(
            said, 'CR-112', 'nothing is left to confirm; clear it'
        );
    end if;
    if said.amount < standing.amount or said.fund_amount < standing.fund_amount then
        perform review.require_reason(said, 'less than was decided has a reason');
    end if;
    return said;
end
$$;
