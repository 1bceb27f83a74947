-- What is proposed where a review no longer finds what a case stands on. A proposal changes
-- nothing: people decide on it, and events and the ledger do what they decide.

create table review.follow_up (
    follow_up_id bigint generated always as identity primary key,
    hit_id text not null references review.hit,
    kind text not null check (kind in ('close', 'withdraw', 'reverse', 'reduce')),
    cause text not null check (
        cause in ('late_rows', 'reversal', 'rule_change', 'list_change', 'unknown')
    ),
    batch_id text,
    run_id text not null,
    state text not null references review.state,
    decided_amount numeric(16, 2) not null,
    decided_fund_amount numeric(16, 2) not null,
    refused_amount numeric(16, 2) not null,
    is_vanished boolean not null,
    stands_amount numeric(16, 2) not null,
    stands_fund_amount numeric(16, 2) not null,
    proposed_at timestamptz not null,
    recorded_at timestamptz not null default clock_timestamp(),
    check (not is_vanished or (stands_amount, stands_fund_amount) = (0, 0))
);
create index follow_up_by_hit on review.follow_up (hit_id);
comment on table review.follow_up is
'Proposals about cases whose hit a review no longer finds, or finds with less.';
comment on column review.follow_up.kind is
'close: not dispatched yet; withdraw: the institution was told; reverse: it is listed or
deducted; reduce: a part still stands.';
comment on column review.follow_up.decided_amount is 'Fee in yuan that the case stood for.';
comment on column review.follow_up.stands_amount is
'Fee in yuan that the review still finds; stands_fund_amount what the fund paid of it.';
comment on column review.follow_up.run_id is 'The review that proposes it.';

create table review.follow_up_end (
    follow_up_id bigint primary key references review.follow_up,
    outcome text not null check (outcome in ('AGREED', 'DECLINED', 'LAPSED')),
    step text,
    actor_id text not null check (btrim(actor_id) <> ''),
    actor_role text not null check (actor_role in ('AGENCY', 'AGENCY_LEADER', 'SYSTEM')),
    comment text,
    reversed_month text,
    reversed_amount numeric(16, 2) not null default 0 check (reversed_amount >= 0),
    source_ref text,
    ended_at timestamptz not null,
    recorded_at timestamptz not null default clock_timestamp(),
    check ((outcome = 'LAPSED') = (actor_role = 'SYSTEM')),
    check ((outcome = 'AGREED') = (step is not null)),
    check (outcome <> 'DECLINED' or btrim(coalesce(comment, '')) <> '')
);
comment on column review.follow_up_end.step is 'What was done on it; empty unless it was agreed to.';
comment on table review.follow_up_end is
'What became of a proposal: people agreed or declined, or it lapsed with its reason.';

create trigger rows_stay before update or delete or truncate on review.follow_up
    execute function review.refuse_change();
create trigger rows_stay before update or delete or truncate on review.follow_up_end
    execute function review.refuse_change();

-- Whose decision it is and what is done then, from where the case stands now.
create function review.follow_up_step(state text, is_vanished boolean)
returns table (kind text, step text, role text) immutable language sql as $$
    select
        case
            when not $2 then 'reduce'
            when $1 in ('S10', 'S20', 'S30') then 'close'
            when $1 in ('S91', 'S92') then 'reverse'
            else 'withdraw'
        end,
        case
            when $1 = 'S92' then 'reopen'
            when $1 = 'S97' then 'transfer_back'
            when $2 and $1 = 'S91' then 'unlist, void'
            when $2 then 'void'
            when $1 = 'S30' then 'hold'
            when $1 = 'S40' then 'recall'
            when $1 = 'S85' then 'reconsider_confirm'
            when $1 in ('S80', 'S90', 'S91') then 'ledger'
            else 'note'
        end,
        case when $1 = 'S92' then 'AGENCY_LEADER' else 'AGENCY' end
$$;

create view review.follow_up_open as
select
    proposed.follow_up_id,
    proposed.hit_id,
    case when steps.kind = 'withdraw' and refused.amount > 0 then 'reverse' else steps.kind end
        as kind,
    proposed.cause,
    proposed.batch_id,
    proposed.run_id,
    states.state,
    states.seq,
    steps.step,
    steps.role,
    proposed.decided_amount,
    proposed.decided_fund_amount,
    refused.amount as refused_amount,
    proposed.is_vanished,
    proposed.stands_amount,
    proposed.stands_fund_amount,
    greatest(0, refused.amount - proposed.stands_fund_amount) as to_reverse,
    proposed.proposed_at
from review.follow_up as proposed
inner join review.hit_state as states on proposed.hit_id = states.hit_id
cross join lateral review.follow_up_step(states.state, proposed.is_vanished) as steps
cross join lateral (select review.refused_amount(proposed.hit_id) as amount) as refused
where
    states.state not in ('S95', 'S96', 'S99')
    and not exists (
        select
        from review.follow_up_end as ended
        where ended.follow_up_id = proposed.follow_up_id
    );
comment on view review.follow_up_open is
'Proposals that wait for somebody: what would be done now (step), by whom (role).';

-- What was voided because a review no longer found it, and is found again: a void case
-- stays void, somebody has to see to it.
create function review.returned_hits()
returns table (hit_id text, quarter text, voided_at timestamptz) stable language plpgsql as $$
begin
    return query
    select found.hit_id, found.quarter, last.occurred_at
    from review.follow_up_end as ended
    inner join review.follow_up as proposed using (follow_up_id)
    inner join review.hit_state as last
        on proposed.hit_id = last.hit_id and last.state = 'S96'
    inner join marts.fct_rule_hits as found on proposed.hit_id = found.hit_id and found.is_case
    where ended.outcome = 'AGREED' and proposed.is_vanished;
end
$$;

create view review.hit_returned as
select distinct returned.hit_id, returned.quarter, returned.voided_at
from review.returned_hits() as returned;
comment on view review.hit_returned is
'Cases that were voided on a proposal and whose hit a later review finds again.';
