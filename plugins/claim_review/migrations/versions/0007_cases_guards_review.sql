-- §1.4, from the screening to the dispatch.

create function review.guard_opening(said review.event, hit review.hit)
returns review.event language plpgsql as $$
begin
    -- fast_track: 明确违规, allowed by the bureau, and the rule has proved itself.
    if said.event = 'fast_track' then
        if not review.is_on(said, hit, 'allow_fast_track') then
            perform review.refuse_event(said, 'CR-120', 'allow_fast_track is off');
        end if;
        if hit.verdict <> 'hard' then
            perform review.refuse_event(said, 'CR-120', 'the hit is only suspect');
        end if;
        if coalesce((said.payload ->> 'precision_lower_bound')::numeric, 0) < 0.95 then
            perform review.refuse_event(
                said, 'CR-120',
                'the rule is not known to be right in 95 of 100 cases'
                ' (payload.precision_lower_bound)'
            );
        end if;
    end if;
    return review.with_amounts(said, hit.amount, hit.fund_amount, 'the hit is worth');
end
$$;

create function review.guard_first(said review.event, hit review.hit)
returns review.event language plpgsql as $$
begin
    -- first_clear needs a reason; first_suspect a basis and no more than the hit.
    if said.event = 'first_clear' then
        perform review.require_reason(said, 'clearing needs a reason');
        return said;
    end if;
    perform review.require_text(said, 'basis', 'a suspicion cites its basis');
    perform review.require_amounts(
        said, hit.amount, hit.fund_amount, 'the hit is worth'
    );
    return said;
end
$$;

create function review.guard_second(said review.event, hit review.hit)
returns review.event language plpgsql as $$
declare
    first review.event := review.last_event(said.hit_id, 0, 'first_suspect');
begin
    -- Four eyes: who reviewed it first does not review it again.
    if review.acted(said.hit_id, said.actor_id, 'first_suspect', 'first_clear') then
        perform review.refuse_event(
            said, 'CR-111', format('%s has reviewed it first', said.actor_id)
        );
    end if;
    if said.event = 'second_clear' then
        perform review.require_reason(said, 'clearing needs a reason');
    end if;
    if said.event = 'second_return' then
        perform review.require_text(said, 'comment', 'a return says why');
        if
            review.count_events(said.hit_id, 0, 'second_return')
            >= review.number_of(said, hit, 'max_returns')
        then
            perform review.refuse_event(
                said, 'CR-118', 'it was returned as often as it may be'
            );
        end if;
    end if;
    if said.event = 'second_agree' then
        perform review.require_amounts(
            said, coalesce(first.amount, hit.amount),
            coalesce(first.fund_amount, hit.fund_amount), 'the first review found'
        );
    end if;
    return said;
end
$$;

create function review.guard_dispatch(said review.event, hit review.hit)
returns review.event language plpgsql as $$
declare
    agreed review.event := review.last_event(
        said.hit_id, 0, 'second_agree', 'fast_track'
    );
    batch review.dispatch_batch;
begin
    select * into batch
    from review.dispatch_batch
    where dispatch_batch.batch_id = review.written(said, 'batch_id');
    -- The agency approved the batch, which is this institution's, before it left.
    if
        batch.batch_id is null
        or batch.fixmedins_code <> hit.fixmedins_code
        or batch.approved_at > said.occurred_at
    then
        perform review.refuse_event(
            said, 'CR-115',
            'no batch of this institution was approved by then (payload.batch_id)'
        );
    end if;
    -- Platform mode: what the platform dispatched has the platform's number.
    if said.source = 'PLATFORM_IMPORT' and batch.platform_batch is null then
        perform review.refuse_event(
            said, 'CR-115',
            format('batch %s has no number of the platform', batch.batch_id)
        );
    end if;
    -- Somebody made sure in the last 90 days that the institution is reached.
    if not exists (
        select
        from review.institution_contact as contact
        where
            contact.fixmedins_code = hit.fixmedins_code
            and contact.verified_at <= said.occurred_at
            and contact.verified_at >= said.occurred_at - interval '90 days'
    ) then
        perform review.refuse_event(
            said, 'CR-115',
            format('no contact of %s was verified in 90 days', hit.fixmedins_code)
        );
    end if;
    return review.with_amounts(
        said, agreed.amount, agreed.fund_amount, 'the second review agreed to'
    );
end
$$;

-- A recall says why, and comes before the institution's time is over.
create function review.guard_recall(said review.event)
returns review.event language plpgsql as $$
begin
    perform review.require_text(said, 'comment', 'a recall says why');
    perform review.require_on_time(said, review.closes_at(said));
    return said;
end
$$;
