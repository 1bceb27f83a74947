-- §1.4 and §1.6, from the dispatch to the final review.

-- Files are named by their content hashes in payload.evidence.
create function review.evidence_of(said review.event)
returns text[] immutable language sql as $$
    select coalesce(array_agg(file), '{}')
    from jsonb_array_elements_text(
        case jsonb_typeof($1.payload -> 'evidence')
            when 'array' then $1.payload -> 'evidence'
            else '[]'
        end
    ) as file
    where btrim(file) <> ''
$$;

create function review.guard_accept(said review.event)
returns review.event language plpgsql as $$
declare
    notice review.event := review.notice(said.hit_id);
begin
    -- The institution's insurance office (医保办) signs, not whoever is logged in.
    perform review.require_text(said, 'signed_by', 'the insurance office signs for it');
    return review.with_amounts(
        said, notice.amount, notice.fund_amount, 'was dispatched'
    );
end
$$;

create function review.guard_appeal(said review.event)
returns review.event language plpgsql as $$
declare
    notice review.event := review.notice(said.hit_id);
begin
    perform review.require_on_time(said, review.appeal_closes_at(said));
    perform review.require_reason(said, 'an appeal names its ground');
    if length(coalesce(review.written(said, 'text'), '')) < 10 then
        perform review.refuse_event(
            said, 'CR-113', 'an appeal says in 10 characters or more why (payload.text)'
        );
    end if;
    if
        said.reason_code not in ('RULE_FAULT', 'DATA_FAULT')
        and cardinality(review.evidence_of(said)) = 0
    then
        perform review.refuse_event(
            said, 'CR-113', 'such an appeal brings evidence (payload.evidence)'
        );
    end if;
    -- It may dispute a part; what is left of the dispatched amount is admitted.
    said.amount := coalesce(said.amount, notice.amount);
    said.fund_amount := coalesce(said.fund_amount, notice.fund_amount);
    perform review.require_amounts(
        said, notice.amount, notice.fund_amount, 'was dispatched'
    );
    return said;
end
$$;

-- §1.6 (6): silence counts as acceptance only if the institution had its fair chance.
create function review.guard_deem_accept(said review.event, hit review.hit)
returns review.event language plpgsql as $$
declare
    notice review.event := review.notice(said.hit_id);
    batch text := review.written(notice, 'batch_id');
    closes_at timestamptz := review.appeal_closes_at(said);
begin
    -- (d) Every day of the period is of an announced calendar.
    if closes_at = 'infinity' then
        perform review.refuse_event(
            said, 'CR-116', 'the calendar of the period is provisional'
        );
    end if;
    -- (c) is in closes_at.
    perform review.require_run_out(said, closes_at);
    -- (a) The dispatch is confirmed: it came from the platform or was vouched for.
    if notice.source <> 'PLATFORM_IMPORT' and not exists (
        select
        from review.delivery_proof as proof
        where proof.batch_id = batch and proof.kind = 'DISPATCH'
    ) then
        perform review.refuse_event(said, 'CR-116', 'the dispatch is not confirmed');
    end if;
    -- (b) Two reminders, a call or the county bureau's word, in time to act on.
    if
        review.is_on(said, hit, 'deem_requires_proof')
        and not exists (
            select
            from review.delivery_proof as proof
            where
                proof.batch_id = batch
                and proof.delivered_at between notice.occurred_at and closes_at
            having
                count(*) filter (where proof.kind = 'REMINDER') >= 2
                or count(*) filter (where proof.kind in ('PHONE', 'BUREAU')) >= 1
        )
    then
        perform review.refuse_event(
            said, 'CR-116', 'nothing shows that the institution was reminded'
        );
    end if;
    return review.with_amounts(
        said, notice.amount, notice.fund_amount, 'was dispatched'
    );
end
$$;

create function review.guard_supplement(said review.event)
returns review.event language plpgsql as $$
declare
    appeal review.event := review.last_event(said.hit_id, 0, 'appeal');
begin
    case said.event
        when 'request_supplement' then
            -- Once per appeal, and the institution is told what is missing.
            if
                review.count_events(
                    said.hit_id, coalesce(appeal.seq, 0), 'request_supplement'
                ) > 0
            then
                perform review.refuse_event(
                    said, 'CR-118', 'more was asked for once already'
                );
            end if;
            perform review.require_text(
                said, 'documents', 'it names what is to be handed in'
            );
        when 'supplement' then
            perform review.require_on_time(said, review.closes_at(said));
        when 'supplement_timeout' then
            perform review.require_run_out(said, review.closes_at(said));
    end case;
    return said;
end
$$;

create function review.guard_opinion(said review.event)
returns review.event language plpgsql as $$
declare
    notice review.event := review.notice(said.hit_id);
    finding text := review.written(said, 'opinion');
    is_less boolean;
begin
    if review.acted(
        said.hit_id, said.actor_id,
        'first_suspect', 'first_clear', 'second_agree', 'second_clear', 'second_return'
    ) then
        perform review.refuse_event(
            said, 'CR-111', format('%s has reviewed it before', said.actor_id)
        );
    end if;
    perform review.require_amounts(
        said, notice.amount, notice.fund_amount, 'was dispatched'
    );
    is_less := said.amount < notice.amount or said.fund_amount < notice.fund_amount;
    -- 成立, 部分成立, 不成立: unfounded is what leaves the amount as it was.
    if
        finding is null
        or finding not in ('FOUNDED', 'PARTLY_FOUNDED', 'UNFOUNDED')
        or (finding = 'UNFOUNDED') = is_less
    then
        perform review.refuse_event(
            said, 'CR-113',
            'FOUNDED, PARTLY_FOUNDED or UNFOUNDED, as the amount says (payload.opinion)'
        );
    end if;
    if is_less then
        perform review.require_reason(said, 'a lower amount has a reason');
    end if;
    return said;
end
$$;

-- On-site inspection: the order to inspect is named; the case goes back where it was.
create function review.guard_suspension(said review.event)
returns review.event language plpgsql as $$
declare
    suspended review.event;
begin
    if said.event = 'suspend' then
        perform review.require_text(
            said, 'audit_task_id', 'it names the inspection'
        );
        return said;
    end if;
    suspended := review.last_event(said.hit_id, 0, 'suspend');
    if said.to_state <> suspended.from_state then
        perform review.refuse_event(
            said, 'CR-101', format('it was suspended in %s', suspended.from_state)
        );
    end if;
    return said;
end
$$;
