-- The trigger that every event passes, whoever inserts it: place in the log, transition,
-- guards, hash.

create function review.guarded(said review.event, hit review.hit)
returns review.event language plpgsql as $$
begin
    case said.event
        when 'ingest', 'fast_track' then
            said := review.guard_opening(said, hit);
        when 'first_suspect', 'first_clear' then
            said := review.guard_first(said, hit);
        when 'second_agree', 'second_clear', 'second_return' then
            said := review.guard_second(said, hit);
        when 'dispatch' then
            said := review.guard_dispatch(said, hit);
        when 'recall' then
            said := review.guard_recall(said);
        when 'accept' then
            said := review.guard_accept(said);
        when 'deem_accept' then
            said := review.guard_deem_accept(said, hit);
        when 'appeal' then
            said := review.guard_appeal(said);
        when 'request_supplement', 'supplement', 'supplement_timeout' then
            said := review.guard_supplement(said);
        when 'opinion' then
            said := review.guard_opinion(said);
        when 'escalate_panel' then
            said := review.guard_escalation(said, hit);
        when 'panel_opinion' then
            said := review.guard_panel_opinion(said, hit);
        when 'suspend', 'resume' then
            said := review.guard_suspension(said);
        when 'final_confirm', 'final_clear', 'final_return' then
            said := review.guard_final(said, hit);
        when 'reconsider' then
            said := review.guard_reconsider(said, hit);
        when 'window_closed' then
            perform review.require_run_out(said, review.closes_at(said));
        when 'reconsider_confirm', 'reconsider_clear' then
            said := review.guard_reconsidered(said, hit);
        when 'list_refusal', 'unlist', 'settle' then
            said := review.guard_refusal(said, hit);
        when 'reopen' then
            said := review.guard_reopening(said, hit);
        when 'void' then
            said := review.guard_voiding(said);
        when 'transfer' then
            perform review.require_text(said, 'comment', 'a transfer says why');
        else
            -- hold, withdraw_appeal, transfer_back, transfer_closed: role and state do.
            null;
    end case;
    perform review.check_nothing_refused(said);
    return said;
end
$$;

-- Amounts are the chain that only falls; an event outside it carries none.
create function review.check_carries_amounts(said review.event)
returns void language plpgsql as $$
begin
    if
        said.amount is not null
        and said.event not in (
            'ingest', 'fast_track', 'first_suspect', 'second_agree', 'dispatch',
            'accept', 'deem_accept', 'appeal', 'opinion', 'panel_opinion',
            'final_confirm', 'final_clear', 'reconsider', 'reconsider_confirm',
            'reconsider_clear', 'settle'
        )
    then
        perform review.refuse_event(said, 'CR-112', 'it carries no amount');
    end if;
end
$$;

create function review.guard_event() returns trigger language plpgsql as $$
declare
    hit review.hit;
    last review.event;
begin
    -- A row lock and no advisory one: opening a quarter's cases takes 100,000 of them.
    select * into hit
    from review.hit as hits
    where hits.hit_id = new.hit_id
    for no key update;
    if hit.hit_id is null then
        perform review.refuse_event(new, 'CR-105', 'there is no such case');
    end if;
    select * into last
    from review.event as happened
    where happened.hit_id = new.hit_id
    order by happened.seq desc
    limit 1;
    new.seq := coalesce(last.seq, 0) + 1;
    new.from_state := last.to_state;
    new.prev_hash := last.hash;
    perform review.check_transition(new);
    if new.occurred_at < last.occurred_at then
        perform review.refuse_event(
            new, 'CR-102',
            format(
                '%s is before the last event, %s at %s', new.occurred_at, last.event,
                last.occurred_at
            )
        );
    end if;
    perform review.check_reason(new);
    perform review.check_carries_amounts(new);
    new := review.guarded(new, hit);
    new.hash := review.hash_of(new);
    return new;
end
$$;
create trigger guarded before insert on review.event
    for each row execute function review.guard_event();
