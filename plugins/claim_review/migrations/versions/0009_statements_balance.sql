-- What was confirmed and not yet listed, month by month, from the event log.

create view review.event_month as
select
    happened.event_id,
    happened.hit_id,
    happened.seq,
    happened.event,
    happened.from_state,
    happened.to_state,
    hits.fixmedins_code,
    -- A list is made after the cut-off, for the month before it.
    coalesce(
        case
            when happened.event in ('list_refusal', 'unlist')
                then happened.payload ->> 'statement_month'
        end,
        period.statement_month
    ) as statement_month
from review.event as happened
inner join review.hit as hits on happened.hit_id = hits.hit_id
inner join review.statement_period as period
    on
        happened.occurred_at > coalesce(period.begins_after, '-infinity')
        and happened.occurred_at <= period.cutoff_at;
comment on view review.event_month is 'The month of statements that each event counts in.';

-- What was decided when an event happened: a later decision changes no month before it.
create function review.decided_by(hit_id text, seq integer)
returns numeric stable language sql as $$
    select earlier.fund_amount
    from review.event as earlier
    where
        earlier.hit_id = $1
        and earlier.seq <= $2
        and earlier.event in ('final_confirm', 'reconsider_confirm')
    order by earlier.seq desc
    limit 1
$$;

create view review.confirmed_move as
select
    moved.hit_id,
    moved.seq,
    moved.event,
    moved.fixmedins_code,
    moved.statement_month,
    case moved.event
        when 'list_refusal' then 'LISTED'
        when 'unlist' then 'TAKEN_OFF'
        else case when moved.to_state = 'S90' then 'CONFIRMED' else 'WITHDRAWN' end
    end as kind,
    case when moved.to_state = 'S90' then 1 else -1 end as cases,
    case when moved.to_state = 'S90' then 1 else -1 end
    * review.decided_by(moved.hit_id, moved.seq) as fund_amount
from review.event_month as moved
where 'S90' in (moved.from_state, moved.to_state);
comment on view review.confirmed_move is
'Each time a case became confirmed and not listed (1) or ceased to be (-1), with what was
decided for it.';
comment on column review.confirmed_move.kind is
'CONFIRMED and TAKEN_OFF (the list) come in; LISTED and WITHDRAWN (void, transfer) go out.';

-- Cases that stand confirmed and not listed when the month is closed.
create function review.carried_over(statement_month text)
returns table (
    hit_id text, fixmedins_code text, fund_amount numeric, reason text
) stable language sql as $$
    select
        last.hit_id,
        last.fixmedins_code,
        review.decided_by(last.hit_id, last.seq),
        case
            when hits.line_fund_cap = 0 then 'ONLY_INFORMS'
            when review.decided_by(last.hit_id, last.seq) = 0 then 'NO_FUND'
            when last.event = 'unlist' then 'TAKEN_OFF'
            when review.left_to_refuse(last.hit_id) = 0 then 'NOTHING_LEFT'
            else 'WAITS'
        end
    from (
        select distinct on (happened.hit_id) happened.*
        from review.event_month as happened
        where
            happened.statement_month <= $1
            and happened.hit_id in (
                select reached.hit_id
                from review.event as reached
                where reached.to_state = 'S90'
            )
        order by happened.hit_id asc, happened.seq desc
    ) as last
    inner join review.hit as hits on last.hit_id = hits.hit_id
    where last.to_state = 'S90'
$$;

create function review.prefecture_sheet(statement_month text)
returns table (
    fixmedins_code text,
    opening_cases bigint, opening_amount numeric,
    confirmed_cases bigint, confirmed_amount numeric,
    taken_off_cases bigint, taken_off_amount numeric,
    listed_cases bigint, listed_amount numeric,
    withdrawn_cases bigint, withdrawn_amount numeric,
    closing_cases bigint, closing_amount numeric,
    not_refusable_cases bigint,
    refused_amount numeric, reversed_amount numeric
) stable language sql as $$
    with moved as (
        select
            fixmedins_code,
            case when statement_month < $1 then 'OPENING' else kind end as kind,
            sum(cases) as cases,
            sum(fund_amount) as fund_amount
        from review.confirmed_move
        where statement_month <= $1
        group by 1, 2
    ),

    movements as (
        select
            fixmedins_code,
            sum(cases) filter (where kind = 'OPENING') as opening,
            sum(fund_amount) filter (where kind = 'OPENING') as opening_amount,
            sum(cases) filter (where kind = 'CONFIRMED') as confirmed,
            sum(fund_amount) filter (where kind = 'CONFIRMED') as confirmed_amount,
            sum(cases) filter (where kind = 'TAKEN_OFF') as taken_off,
            sum(fund_amount) filter (where kind = 'TAKEN_OFF') as taken_off_amount,
            -sum(cases) filter (where kind = 'LISTED') as listed,
            -sum(fund_amount) filter (where kind = 'LISTED') as listed_amount,
            -sum(cases) filter (where kind = 'WITHDRAWN') as withdrawn,
            -sum(fund_amount) filter (where kind = 'WITHDRAWN') as withdrawn_amount
        from moved
        group by fixmedins_code
    ),

    -- From the states and not from the movements: the two have to agree.
    closing as (
        select
            fixmedins_code,
            count(*) as cases,
            sum(fund_amount) as amount,
            count(*) filter (where reason in ('ONLY_INFORMS', 'NO_FUND', 'NOTHING_LEFT'))
                as not_refusable
        from review.carried_over($1)
        group by fixmedins_code
    ),

    ledger as (
        select
            hits.fixmedins_code,
            sum(entry.amount) filter (where entry.kind = 'REFUSE') as refused,
            sum(entry.amount) filter (where entry.kind = 'REVERSE') as reversed
        from review.refusal as entry
        inner join review.hit as hits on entry.hit_id = hits.hit_id
        where entry.statement_month = $1
        group by hits.fixmedins_code
    )

    select
        fixmedins_code,
        coalesce(opening, 0)::bigint, coalesce(opening_amount, 0),
        coalesce(confirmed, 0)::bigint, coalesce(confirmed_amount, 0),
        coalesce(taken_off, 0)::bigint, coalesce(taken_off_amount, 0),
        coalesce(listed, 0)::bigint, coalesce(listed_amount, 0),
        coalesce(withdrawn, 0)::bigint, coalesce(withdrawn_amount, 0),
        coalesce(closing.cases, 0), coalesce(closing.amount, 0),
        coalesce(closing.not_refusable, 0),
        coalesce(ledger.refused, 0), coalesce(ledger.reversed, 0)
    from movements
    full join closing using (fixmedins_code)
    full join ledger using (fixmedins_code)
    order by fixmedins_code
$$;

-- No row is the good answer.
create view review.statement_imbalance as
select period.statement_month, sheet.*
from review.statement_period as period
cross join lateral review.prefecture_sheet(period.statement_month) as sheet
where
    exists (
        select from review.confirmed_move as moved
        where moved.statement_month = period.statement_month
    )
    and (
        sheet.opening_cases + sheet.confirmed_cases + sheet.taken_off_cases
        - sheet.listed_cases - sheet.withdrawn_cases <> sheet.closing_cases
        or sheet.opening_amount + sheet.confirmed_amount + sheet.taken_off_amount
        - sheet.listed_amount - sheet.withdrawn_amount <> sheet.closing_amount
    );
comment on view review.statement_imbalance is
'Institutions and months whose sheet does not balance with the states of their cases.';
