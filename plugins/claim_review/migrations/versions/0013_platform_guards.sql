-- What the platform took is taken: the form of an appeal, and who sits on a panel there,
-- are its own matter. Deadlines, amounts and four eyes are checked as for anybody.

create or replace function review.guard_appeal(said review.event)
returns review.event language plpgsql as $$
declare
    notice review.event := review.notice(said.hit_id);
begin
    perform review.require_on_time(said, review.appeal_closes_at(said));
    perform review.require_reason(said, 'an appeal names its ground');
    if said.source <> 'PLATFORM_IMPORT' then
        if length(coalesce(review.written(said, 'text'), '')) < 10 then
            perform review.refuse_event(
                said, 'CR-113',
                'an appeal says in 10 characters or more why (payload.text)'
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

-- In the second round the agency decides itself; away from the panel it says why.
create or replace function review.require_panel(
    said review.event, hit review.hit, earliest timestamptz
) returns void language plpgsql as $$
declare
    problem text;
    decided record;
begin
    if said.event = 'panel_opinion' and said.source = 'PLATFORM_IMPORT' then
        perform review.require_text(
            said, 'conclusion', 'a panel of the platform says what it came to'
        );
        return;
    end if;
    problem := review.panel_problem(said, hit, earliest);
    if problem is not null then
        perform review.refuse_event(said, 'CR-117', problem);
    end if;
    decided := review.panel_outcome(review.written(said, 'session_id'), hit.hit_id);
    if
        said.event in ('reconsider_confirm', 'reconsider_clear')
        and (coalesce(said.amount, 0), coalesce(said.fund_amount, 0))
        <> (decided.amount, decided.fund_amount)
    then
        perform review.require_text(said, 'departure', 'it departs from the panel');
    end if;
end
$$;

-- An opinion of our panel is what its votes say.
create or replace function review.guard_panel_opinion(
    said review.event, hit review.hit
) returns review.event language plpgsql as $$
declare
    notice review.event := review.notice(said.hit_id);
    opened review.event := review.last_event(
        said.hit_id, 0, 'escalate_panel', 'final_return'
    );
    decided record;
begin
    perform review.require_panel(said, hit, opened.occurred_at);
    if said.source = 'PLATFORM_IMPORT' then
        perform review.require_amounts(
            said, notice.amount, notice.fund_amount, 'was dispatched'
        );
        return said;
    end if;
    decided := review.panel_outcome(review.written(said, 'session_id'), hit.hit_id);
    return review.with_amounts(
        said, decided.amount, decided.fund_amount, 'the panel decided'
    );
end
$$;
