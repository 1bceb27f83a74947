-- What the guards have in common: how they refuse, and what they check often.

-- Every refusal says which case, where it stands, who wanted what, and why not.
create function review.refuse_event(said review.event, code text, why text)
returns void language plpgsql as $$
begin
    raise exception '% hit % in state %, event % by %: %', code, said.hit_id,
        coalesce(said.from_state, '-'), said.event, said.actor_role, why
        using errcode = replace(code, '-', '');
end
$$;

-- What a person wrote under a key of the payload; null where nothing is.
create function review.written(said review.event, key text)
returns text immutable language sql as $$
    select nullif(btrim(said.payload ->> key), '')
$$;

create function review.require_text(said review.event, key text, why text)
returns void language plpgsql as $$
begin
    if review.written(said, key) is null then
        perform review.refuse_event(said, 'CR-113', format('%s (payload.%s)', why, key));
    end if;
end
$$;

create function review.require_reason(said review.event, why text)
returns void language plpgsql as $$
begin
    if said.reason_code is null then
        perform review.refuse_event(said, 'CR-113', why || ' (reason_code)');
    end if;
end
$$;

-- A reason code is one that is in force on the day, for this use.
create function review.check_reason(said review.event) returns void language plpgsql as $$
begin
    if said.reason_code is not null and not exists (
        select
        from review.reasons_on(review.day_of(said.occurred_at)) as reasons
        where
            reasons.reason_code = said.reason_code
            and reasons.used_for = case said.event
                when 'reopen' then 'REOPEN'
                when 'reconsider' then 'RECONSIDER'
                when 'first_clear' then 'OVERTURN'
                when 'second_clear' then 'OVERTURN'
                when 'appeal' then 'OVERTURN'
                when 'opinion' then 'OVERTURN'
                when 'panel_opinion' then 'OVERTURN'
                when 'final_confirm' then 'OVERTURN'
                when 'final_clear' then 'OVERTURN'
                when 'reconsider_confirm' then 'OVERTURN'
                when 'reconsider_clear' then 'OVERTURN'
            end
    ) then
        perform review.refuse_event(
            said, 'CR-119', format('%s is no reason for it', said.reason_code)
        );
    end if;
end
$$;

-- §1.3: nothing happens that is not in the table of transitions.
create function review.check_transition(said review.event)
returns void language plpgsql as $$
begin
    if not exists (
        select
        from review.transitions_on(review.day_of(said.occurred_at)) as allowed
        where
            allowed.event = said.event
            and allowed.from_state = coalesce(said.from_state, '-')
            and allowed.to_state = said.to_state
            and allowed.role = said.actor_role
    ) then
        perform review.refuse_event(
            said, 'CR-101',
            format('no such transition to %s', coalesce(said.to_state, 'any one state'))
        );
    end if;
end
$$;

-- An event that carries amounts says both, and neither is above what stood before.
create function review.require_amounts(
    said review.event, most numeric, most_of_fund numeric, what text
) returns void language plpgsql as $$
begin
    if said.amount is null then
        perform review.refuse_event(said, 'CR-112', 'it needs amount and fund_amount');
    end if;
    if said.amount > most or said.fund_amount > most_of_fund then
        perform review.refuse_event(
            said, 'CR-112',
            format(
                '%s (fund %s) is above the %s (fund %s) that %s', said.amount,
                said.fund_amount, most, most_of_fund, what
            )
        );
    end if;
end
$$;

-- An event whose amounts are settled already: they may be left out, not be others.
create function review.with_amounts(
    said review.event, amount numeric, fund_amount numeric, what text
) returns review.event language plpgsql as $$
begin
    said.amount := coalesce(said.amount, with_amounts.amount);
    said.fund_amount := coalesce(said.fund_amount, with_amounts.fund_amount);
    if
        said.amount <> with_amounts.amount
        or said.fund_amount <> with_amounts.fund_amount
    then
        perform review.refuse_event(
            said, 'CR-112',
            format(
                '%s (fund %s) is not the %s (fund %s) that %s', said.amount,
                said.fund_amount, with_amounts.amount, with_amounts.fund_amount, what
            )
        );
    end if;
    return said;
end
$$;
