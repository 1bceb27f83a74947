-- From what was decided to the ledger and the list, and back.

-- The decision that a case stands for.
create function review.standing(hit_id text) returns review.event stable language sql as $$
    select review.last_event($1, 0, 'final_confirm', 'reconsider_confirm')
$$;

-- Fund yuan that the ledger would still take for a case: of its decision, of its line and
-- of its settlement, whatever is least.
create function review.left_to_refuse(hit_id text)
returns numeric stable language sql as $$
    select
        greatest(
            0,
            least(
                (review.standing(hits.hit_id)).fund_amount - ledger.on_hit,
                hits.line_fund_cap
                - case when hits.bkkp_sn is null then ledger.on_hit else ledger.on_line end,
                hits.settlement_fund_cap - ledger.on_settlement
            )
        )
    from review.hit as hits
    cross join lateral (
        select
            coalesce(sum(entry.amount) filter (where entry.hit_id = hits.hit_id), 0) as on_hit,
            coalesce(sum(entry.amount) filter (where entry.bkkp_sn = hits.bkkp_sn), 0) as on_line,
            coalesce(sum(entry.amount), 0) as on_settlement
        from review.refusal as entry
        inner join review.hit as beside on entry.hit_id = beside.hit_id
        where beside.setl_id = hits.setl_id
    ) as ledger
    where hits.hit_id = $1
$$;

create function review.enter_refusal(hit_id text, statement_month text, amount numeric)
returns void language sql as $$
    insert into review.refusal (bkkp_sn, hit_id, statement_month, amount, kind)
    select
        hits.bkkp_sn, $1, $2, $3,
        case when $3 > 0 then 'REFUSE' else 'REVERSE' end
    from review.hit as hits
    where hits.hit_id = $1
$$;

-- All writers of a settlement wait here, so that what is left is still left on entry.
create function review.lock_settlement(of_hit text)
returns void language plpgsql as $$
begin
    perform
    from review.hit as beside
    where
        beside.setl_id = (select hits.setl_id from review.hit as hits where hits.hit_id = of_hit)
    order by beside.hit_id
    for no key update;
end
$$;

-- A case that was decided anew at less than is refused for it: the rest goes back.
create function review.reverse_excess(hit_id text, statement_month text)
returns numeric language plpgsql as $$
declare
    excess numeric;
begin
    perform review.lock_settlement(hit_id);
    excess := review.refused_amount(hit_id) - (review.standing(hit_id)).fund_amount;
    if excess <= 0 then
        return 0;
    end if;
    perform review.enter_refusal(hit_id, statement_month, -excess);
    return excess;
end
$$;

-- Null where nothing can be refused for the case: it stays confirmed and is told as carried
-- over, because an entry of 0 would say that something was refused.
create function review.list_case(hit_id text, statement_month text, as_of timestamptz)
returns numeric language plpgsql as $$
declare
    still numeric;
begin
    perform review.lock_settlement(hit_id);
    still := review.left_to_refuse(hit_id);
    if review.refused_amount(hit_id) + still <= 0 then
        return null;
    end if;
    if still > 0 then
        perform review.enter_refusal(hit_id, statement_month, still);
    end if;
    perform review.apply_event(
        hit_id => hit_id,
        event => 'list_refusal',
        actor_id => 'claim-review',
        actor_role => 'SYSTEM',
        occurred_at => as_of,
        payload => jsonb_build_object('statement_month', statement_month, 'refused', still),
        source => 'SYSTEM'
    );
    return still;
end
$$;
