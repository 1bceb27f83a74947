-- The refusal ledger (§1.8): no yuan of a line or settlement is refused twice.

create table review.refusal (
    refusal_id bigint generated always as identity primary key,
    bkkp_sn text,
    hit_id text not null references review.hit,
    statement_month text not null check (statement_month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
    amount numeric(16, 2) not null,
    kind text not null check (kind in ('REFUSE', 'REVERSE')),
    recorded_at timestamptz not null default clock_timestamp(),
    check ((kind = 'REFUSE' and amount > 0) or (kind = 'REVERSE' and amount < 0))
);
create index refusal_by_hit on review.refusal (hit_id);
comment on table review.refusal is
'What the fund does not pay, in yuan of the fund; what was refused is reversed by a row more.';
comment on column review.refusal.bkkp_sn is
'The fee line of the hit; null where the settlement is refused as a whole.';

create trigger rows_stay before update or delete or truncate on review.refusal
    execute function review.refuse_change();

create function review.refuse_entry(entry review.refusal, code text, why text)
returns void language plpgsql as $$
begin
    raise exception '% % of % for hit %: %', code, entry.kind, entry.amount,
        entry.hit_id, why
        using errcode = replace(code, '-', '');
end
$$;

create function review.guard_entry() returns trigger language plpgsql as $$
declare
    hit review.hit;
    state text;
    on_hit numeric;
    on_line numeric;
    on_settlement numeric;
    decided numeric;
begin
    select * into hit from review.hit as hits where hits.hit_id = new.hit_id;
    if hit.hit_id is null then
        perform review.refuse_entry(new, 'CR-105', 'there is no such case');
    end if;
    if new.bkkp_sn is distinct from hit.bkkp_sn then
        perform review.refuse_entry(
            new, 'CR-202', format('the hit is on line %s', hit.bkkp_sn)
        );
    end if;
    -- All cases of the settlement wait here for each other, and the sums below are of
    -- what was committed by then; an older snapshot would miss it.
    if current_setting('transaction_isolation') <> 'read committed' then
        perform review.refuse_entry(new, 'CR-203', 'write it in read committed');
    end if;
    perform
    from review.hit as hits
    where hits.setl_id = hit.setl_id
    order by hits.hit_id
    for no key update;

    select happened.to_state into state
    from review.event as happened
    where happened.hit_id = new.hit_id
    order by happened.seq desc
    limit 1;
    if
        (new.kind = 'REFUSE' and state is distinct from 'S90')
        or (new.kind = 'REVERSE' and coalesce(state, '-') not in ('S85', 'S90', 'S91'))
    then
        perform review.refuse_entry(
            new, 'CR-202', format('the case is in state %s', coalesce(state, '-'))
        );
    end if;

    select
        coalesce(sum(entry.amount) filter (where entry.hit_id = new.hit_id), 0),
        coalesce(sum(entry.amount) filter (where entry.bkkp_sn = new.bkkp_sn), 0),
        coalesce(sum(entry.amount), 0)
    into on_hit, on_line, on_settlement
    from review.refusal as entry
    inner join review.hit as hits on entry.hit_id = hits.hit_id
    where hits.setl_id = hit.setl_id;
    if on_hit + new.amount < 0 then
        perform review.refuse_entry(
            new, 'CR-201', format('only %s is refused for it', on_hit)
        );
    end if;
    if new.kind = 'REVERSE' then
        return new;
    end if;

    decided := (
        review.last_event(new.hit_id, 0, 'final_confirm', 'reconsider_confirm')
    ).fund_amount;
    if on_hit + new.amount > decided then
        perform review.refuse_entry(
            new, 'CR-201', format('%s + %s is above the %s decided', on_hit, new.amount, decided)
        );
    end if;
    -- Without a line the hit's own worth takes the place of the line's.
    if coalesce(case when hit.bkkp_sn is null then on_hit else on_line end, 0)
        + new.amount > hit.line_fund_cap
    then
        perform review.refuse_entry(
            new, 'CR-201',
            format(
                'line %s: %s + %s is above the %s that can be refused', hit.bkkp_sn,
                on_line, new.amount, hit.line_fund_cap
            )
        );
    end if;
    if on_settlement + new.amount > hit.settlement_fund_cap then
        perform review.refuse_entry(
            new, 'CR-201',
            format(
                'settlement %s: %s + %s is above the %s that the fund paid', hit.setl_id,
                on_settlement, new.amount, hit.settlement_fund_cap
            )
        );
    end if;
    return new;
end
$$;
create trigger guarded before insert on review.refusal
    for each row execute function review.guard_entry();

-- What is refused for a case now.
create function review.refused_amount(hit_id text)
returns numeric stable language sql as $$
    select coalesce(sum(refusal.amount), 0)
    from review.refusal
    where refusal.hit_id = $1
$$;
