-- §1.4, after the decision: lists, money, reopening, cancelling, handing over.

create function review.guard_refusal(said review.event, hit review.hit)
returns review.event language plpgsql as $$
declare
    standing review.event := review.last_event(
        said.hit_id, 0, 'final_confirm', 'reconsider_confirm'
    );
    refused numeric := review.refused_amount(said.hit_id);
begin
    case said.event
        -- The ledger has taken it, and no more than was decided.
        when 'list_refusal' then
            if refused <= 0 or refused > standing.fund_amount then
                perform review.refuse_event(
                    said, 'CR-112',
                    format(
                        'the ledger refuses %s of the %s that was decided', refused,
                        standing.fund_amount
                    )
                );
            end if;
        when 'unlist' then
            if refused <> 0 then
                perform review.refuse_event(
                    said, 'CR-112', format('the ledger still refuses %s', refused)
                );
            end if;
        when 'settle' then
            if refused = 0 then
                perform review.refuse_event(
                    said, 'CR-112', 'the ledger refuses nothing; take it off the list'
                );
            end if;
            perform review.require_text(
                said, 'payment_reference', 'it names the payment'
            );
            said := review.with_amounts(
                said, standing.amount, refused, 'is to be deducted'
            );
    end case;
    return said;
end
$$;

create function review.guard_reopening(said review.event, hit review.hit)
returns review.event language plpgsql as $$
declare
    closed review.event;
begin
    select * into closed
    from review.event as happened
    where happened.hit_id = said.hit_id
    order by happened.seq desc
    limit 1;
    perform review.require_reason(said, 'a case is reopened for a reason');
    if
        review.day_of(said.occurred_at)
        > review.day_of(closed.occurred_at)
        + review.number_of(said, hit, 'reopen_days')::integer
    then
        perform review.refuse_event(
            said, 'CR-114', format('it was closed at %s', closed.occurred_at)
        );
    end if;
    return said;
end
$$;

create function review.guard_voiding(said review.event)
returns review.event language plpgsql as $$
begin
    if
        review.written(said, 'rule_defect_id') is null
        and review.written(said, 'data_defect_id') is null
    then
        perform review.refuse_event(
            said, 'CR-113',
            'it names the defect (payload.rule_defect_id or payload.data_defect_id)'
        );
    end if;
    return said;
end
$$;

-- No yuan stays refused for a case that is closed in favour of the institution or
-- handed over.
create function review.check_nothing_refused(said review.event)
returns void language plpgsql as $$
begin
    if
        said.to_state in ('S95', 'S96', 'S97')
        and review.refused_amount(said.hit_id) <> 0
    then
        perform review.refuse_event(
            said, 'CR-112',
            format(
                'the ledger still refuses %s', review.refused_amount(said.hit_id)
            )
        );
    end if;
end
$$;
