-- What the ledger takes for a case after a proposal: no more than what still stands.

-- Yuan of the fund that were agreed to stand; empty where nobody agreed to less. Who opens a
-- case again leaves the money to who decides on it.
create function review.still_stands(hit_id text)
returns numeric stable language sql as $$
    select proposed.stands_fund_amount
    from review.follow_up as proposed
    inner join review.follow_up_end as ended using (follow_up_id)
    where proposed.hit_id = $1 and ended.outcome = 'AGREED' and ended.step <> 'reopen'
    order by proposed.follow_up_id desc
    limit 1
$$;

-- What is refused above what stands goes back, in the month that is open. Returns it.
create function review.reverse_to(hit_id text, stands numeric, as_of timestamptz)
returns numeric language plpgsql as $$
declare
    excess numeric;
begin
    perform review.lock_settlement(hit_id);
    excess := review.refused_amount(hit_id) - stands;
    if excess <= 0 then
        return 0;
    end if;
    perform review.enter_refusal(hit_id, review.month_to_reverse(hit_id, as_of), -excess);
    return excess;
end
$$;

create function review.guard_what_stands() returns trigger language plpgsql as $$
declare
    stands numeric := review.still_stands(new.hit_id);
    refused numeric;
begin
    if new.kind = 'REFUSE' and stands is not null then
        perform review.lock_settlement(new.hit_id);
        refused := review.refused_amount(new.hit_id);
        if refused + new.amount > stands then
            perform review.refuse_entry(
                new, 'CR-209',
                format('%s + %s is above the %s that still stands', refused, new.amount, stands)
            );
        end if;
    end if;
    return new;
end
$$;
create trigger what_stands before insert on review.refusal
    for each row execute function review.guard_what_stands();

create or replace function review.reverse_excess(hit_id text, statement_month text)
returns numeric language plpgsql as $$
declare
    excess numeric;
begin
    perform review.lock_settlement(hit_id);
    excess := review.refused_amount(hit_id)
        - least((review.standing(hit_id)).fund_amount, review.still_stands(hit_id));
    if excess <= 0 then
        return 0;
    end if;
    perform review.enter_refusal(hit_id, statement_month, -excess);
    return excess;
end
$$;

create or replace function review.left_to_refuse(hit_id text)
returns numeric stable language sql as $$
    select
        greatest(
            0,
            least(
                (review.standing(hits.hit_id)).fund_amount - ledger.on_hit,
                review.still_stands(hits.hit_id) - ledger.on_hit,
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
