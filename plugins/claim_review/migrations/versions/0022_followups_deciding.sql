-- What people decide on a proposal, done by events and by the ledger.

create function review.refuse_follow_up(follow_up_id bigint, why text)
returns void language plpgsql as $$
begin
    raise exception 'CR-127 proposal %: %', follow_up_id, why using errcode = 'CR127';
end
$$;

create function review.decide_follow_up(
    follow_up_id bigint,
    outcome text,
    actor_id text,
    actor_role text,
    decided_at timestamptz,
    comment text default null,
    source_ref text default null
) returns text language plpgsql as $$
declare
    waiting record;
    was_refused numeric;
    back numeric;
    back_month text;
begin
    perform pg_advisory_xact_lock_shared(hashtext('review.follow_up'));
    perform review.lock_settlement(proposed.hit_id)
    from review.follow_up as proposed
    where proposed.follow_up_id = $1;
    select * into waiting
    from review.follow_up_open as waits
    where waits.follow_up_id = $1;
    if waiting.follow_up_id is null then
        perform review.refuse_follow_up($1, 'it does not wait for a decision');
    end if;
    if $4 is distinct from waiting.role then
        perform review.refuse_follow_up(
            $1, format('in state %s it is for %s to decide', waiting.state, waiting.role)
        );
    end if;
    if $5 < waiting.proposed_at then
        perform review.refuse_follow_up(
            $1, format('it was proposed later, at %s', waiting.proposed_at)
        );
    end if;
    if $2 = 'DECLINED' and btrim(coalesce($6, '')) = '' then
        perform review.refuse_follow_up($1, 'who declines says why (comment)');
    end if;
    was_refused := waiting.refused_amount;
    if $2 = 'AGREED' then
        back_month := review.month_to_reverse(waiting.hit_id, $5);
        perform review.carry_out($1, waiting.step, $3, $5, $6);
    end if;
    back := was_refused - review.refused_amount(waiting.hit_id);
    insert into review.follow_up_end (
        follow_up_id, outcome, step, actor_id, actor_role, comment, reversed_month,
        reversed_amount, source_ref, ended_at
    )
    values (
        $1, $2, case when $2 = 'AGREED' then waiting.step end, $3, $4, $6, case when back > 0 then back_month end, back, $7, $5
    );
    -- What was deducted is only opened again: the agency decides on the money.
    if
        $2 = 'AGREED'
        and waiting.step in ('reopen', 'recall')
        and review.state_of(waiting.hit_id) <> waiting.state
    then
        perform review.propose_next($1, $5);
    end if;
    return review.state_of(waiting.hit_id);
end
$$;

create function review.propose_next(follow_up_id bigint, as_of timestamptz)
returns void language sql as $$
    insert into review.follow_up (
        hit_id, kind, cause, batch_id, run_id, state, decided_amount, decided_fund_amount,
        refused_amount, is_vanished, stands_amount, stands_fund_amount, proposed_at
    )
    select
        proposed.hit_id, proposed.kind, proposed.cause, proposed.batch_id,
        proposed.run_id, review.state_of(proposed.hit_id), proposed.decided_amount,
        proposed.decided_fund_amount, review.refused_amount(proposed.hit_id),
        proposed.is_vanished, proposed.stands_amount, proposed.stands_fund_amount, $2
    from review.follow_up as proposed
    where proposed.follow_up_id = $1
$$;

create function review.carry_out(
    follow_up_id bigint, step text, actor_id text, as_of timestamptz, comment text
) returns void language plpgsql as $$
declare
    proposed review.follow_up;
    said jsonb;
    because text;
    is_about_rules boolean;
    reverse_month text;
begin
    select * into proposed
    from review.follow_up as proposals
    where proposals.follow_up_id = $1;
    is_about_rules := proposed.cause in ('rule_change', 'list_change');
    because := format('FU-%s', $1);
    said := jsonb_strip_nulls(
        jsonb_build_object(
            'follow_up_id', $1, 'cause', proposed.cause, 'data_batch_id',
            proposed.batch_id, 'comment', coalesce($5, because),
            case when is_about_rules then 'rule_defect_id' else 'data_defect_id' end, because
        )
    );
    case $2
        when 'void' then
            perform review.give_back(proposed.hit_id, $4);
            perform review.act_on(proposed.hit_id, 'void', $3, 'AGENCY', $4, said);
        when 'unlist, void' then
            reverse_month := review.give_back(proposed.hit_id, $4);
            perform review.act_on(
                proposed.hit_id, 'unlist', $3, 'AGENCY', $4,
                said || jsonb_build_object('statement_month', reverse_month)
            );
            perform review.act_on(proposed.hit_id, 'void', $3, 'AGENCY', $4, said);
        when 'reopen' then
            perform review.act_on(
                proposed.hit_id, 'reopen', $3, 'AGENCY_LEADER', $4, said,
                reason_code => case
                    when is_about_rules then 'RULE_CHANGED' else 'SOURCE_CHANGED'
                end
            );
        when 'recall' then
            -- Once its time is over, what was dispatched is decided on and not recalled.
            if exists (
                select
                from review.hit_state as clock
                where clock.hit_id = proposed.hit_id and clock.due_at > $4
            ) then
                perform review.act_on(proposed.hit_id, 'recall', $3, 'AGENCY', $4, said);
            end if;
        when 'hold' then
            perform review.act_on(proposed.hit_id, $2, $3, 'AGENCY', $4, said);
        when 'reconsider_confirm' then
            perform review.reverse_to(proposed.hit_id, proposed.stands_fund_amount, $4);
            perform review.act_on(
                proposed.hit_id, 'reconsider_confirm', $3, 'AGENCY', $4,
                said || jsonb_build_object('basis', because),
                least(proposed.stands_amount, proposed.decided_amount),
                least(proposed.stands_fund_amount, proposed.decided_fund_amount),
                case proposed.cause
                    when 'rule_change' then 'RULE_FAULT'
                    when 'list_change' then 'KB_FAULT'
                    else 'SOURCE_CHANGED'
                end
            );
        when 'ledger' then
            reverse_month := review.month_to_reverse(proposed.hit_id, $4);
            perform review.reverse_to(proposed.hit_id, proposed.stands_fund_amount, $4);
            -- On a list there is nothing without money.
            if
                review.state_of(proposed.hit_id) = 'S91'
                and review.refused_amount(proposed.hit_id) = 0
            then
                perform review.act_on(
                    proposed.hit_id, 'unlist', $3, 'AGENCY', $4,
                    said || jsonb_build_object('statement_month', reverse_month)
                );
            end if;
        when 'transfer_back' then
            perform review.refuse_follow_up(
                $1, 'the case is handed over (S97): first let it come back (transfer_back)'
            );
        when 'note' then
            -- A decision is still to come; the ledger takes no more than what stands.
            null;
    end case;
end
$$;

create function review.act_on(
    hit_id text, event text, actor_id text, actor_role text, as_of timestamptz, said jsonb,
    amount numeric default null, fund_amount numeric default null,
    reason_code text default null
) returns text language sql as $$
    select review.apply_event(
        hit_id => $1, event => $2, actor_id => $3, actor_role => $4, occurred_at => $5,
        amount => $7, fund_amount => $8, reason_code => $9, payload => $6
    )
$$;
