-- Statements as they were drafted, and the publication after which a month is closed.

create table review.statement (
    statement_number text primary key,
    statement_month text not null check (statement_month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
    fixmedins_code text not null,
    draft integer not null check (draft between 1 and 99),
    refused_amount numeric(16, 2) not null check (refused_amount >= 0),
    reversed_amount numeric(16, 2) not null check (reversed_amount <= 0),
    net_amount numeric(16, 2) not null,
    content jsonb not null,
    content_sha256 text not null,
    drafted_at timestamptz not null,
    unique (statement_month, fixmedins_code, draft),
    check (net_amount = refused_amount + reversed_amount),
    check (
        statement_number
        = 'JF-GN-' || replace(statement_month, '-', '') || '-' || fixmedins_code || '-'
        || lpad(draft::text, 2, '0')
    )
);
comment on table review.statement is
'Drafts of refusal statements (拒付单); of an institution and month the last one counts.';
comment on column review.statement.net_amount is
'What is deducted; below 0 the statement is an advice of repayment (还款通知).';

create table review.statement_publication (
    statement_number text primary key references review.statement,
    published_by text not null check (btrim(published_by) <> ''),
    published_role text not null check (published_role = 'AGENCY'),
    published_at timestamptz not null,
    recorded_at timestamptz not null default clock_timestamp()
);
comment on table review.statement_publication is
'Statements that the agency checked and published; nothing more is entered for their month.';

create trigger rows_stay before update or delete or truncate on review.statement
    execute function review.refuse_change();
create trigger rows_stay before update or delete or truncate on review.statement_publication
    execute function review.refuse_change();

-- Nothing is entered before what was told: it would change a balance that was carried on.
create function review.is_closed(statement_month text, fixmedins_code text)
returns boolean stable language sql as $$
    select exists (
        select
        from review.statement
        inner join review.statement_publication using (statement_number)
        where statement.statement_month >= $1 and statement.fixmedins_code = $2
    )
$$;

-- Who publishes waits for those who enter, and they for who publishes.
create function review.closing_lock(fixmedins_code text)
returns bigint immutable language sql as $$
    select hashtextextended('review.statement ' || $1, 0)
$$;

create function review.guard_month() returns trigger language plpgsql as $$
declare
    institution text := (
        select hits.fixmedins_code from review.hit as hits where hits.hit_id = new.hit_id
    );
begin
    perform pg_advisory_xact_lock_shared(review.closing_lock(institution));
    if review.is_closed(new.statement_month, institution) then
        perform review.refuse_entry(
            new, 'CR-204', format('a statement of %s or later is published', new.statement_month)
        );
    end if;
    return new;
end
$$;
create trigger month_is_open before insert on review.refusal
    for each row execute function review.guard_month();

-- What the ledger has for an institution and month.
create function review.entered(
    of_month text, institution text, out refused numeric, out reversed numeric, out entries bigint
) stable language sql as $$
    select
        coalesce(sum(entry.amount) filter (where entry.kind = 'REFUSE'), 0.00),
        coalesce(sum(entry.amount) filter (where entry.kind = 'REVERSE'), 0.00),
        count(*)
    from review.refusal as entry
    inner join review.hit as hits on entry.hit_id = hits.hit_id
    where entry.statement_month = $1 and hits.fixmedins_code = $2
$$;

create function review.check_against_ledger(said review.statement)
returns void language plpgsql as $$
declare
    ledger record;
begin
    select * into ledger
    from review.entered(said.statement_month, said.fixmedins_code);
    if (said.refused_amount, said.reversed_amount) <> (ledger.refused, ledger.reversed) then
        raise exception 'CR-206 statement %: it says % and %, the ledger % and %',
            said.statement_number, said.refused_amount, said.reversed_amount,
            ledger.refused, ledger.reversed
            using errcode = 'CR206';
    end if;
end
$$;

create function review.guard_statement() returns trigger language plpgsql as $$
begin
    perform pg_advisory_xact_lock(review.closing_lock(new.fixmedins_code));
    if review.is_closed(new.statement_month, new.fixmedins_code) then
        raise exception 'CR-204 statement %: one of its month or later is published',
            new.statement_number using errcode = 'CR204';
    end if;
    perform review.check_against_ledger(new);
    return new;
end
$$;
create trigger guarded before insert on review.statement
    for each row execute function review.guard_statement();

-- A month that is skipped could never be told any more.
create function review.check_earlier_months(said review.statement)
returns void language plpgsql as $$
declare
    earlier text := (
        select min(entry.statement_month)
        from review.refusal as entry
        inner join review.hit as hits on entry.hit_id = hits.hit_id
        where
            hits.fixmedins_code = said.fixmedins_code
            and entry.statement_month < said.statement_month
            and not review.is_closed(entry.statement_month, said.fixmedins_code)
    );
begin
    if earlier is not null then
        raise exception 'CR-208 statement %: that of % is not published',
            said.statement_number, earlier using errcode = 'CR208';
    end if;
end
$$;

create function review.guard_publication() returns trigger language plpgsql as $$
declare
    drafted review.statement;
begin
    select * into drafted
    from review.statement
    where statement.statement_number = new.statement_number;
    -- The foreign key refuses it afterwards.
    if drafted.statement_number is null then
        return new;
    end if;
    perform pg_advisory_xact_lock(review.closing_lock(drafted.fixmedins_code));
    if
        new.published_at < drafted.drafted_at
        or exists (
            select
            from review.statement as later
            where
                later.statement_month = drafted.statement_month
                and later.fixmedins_code = drafted.fixmedins_code
                and later.draft > drafted.draft
        )
    then
        raise exception 'CR-207 statement %: it is not the draft that counts at %',
            new.statement_number, new.published_at using errcode = 'CR207';
    end if;
    perform review.check_against_ledger(drafted);
    perform review.check_earlier_months(drafted);
    return new;
end
$$;
create trigger guarded before insert on review.statement_publication
    for each row execute function review.guard_publication();

-- The month in which money goes back: that of the refusal, or of the last list, as long as
-- nobody was told of it, otherwise the one that is running.
create function review.month_to_reverse(hit_id text, as_of timestamptz)
returns text stable language sql as $$
    select case
        when review.is_closed(last.statement_month, hits.fixmedins_code)
            then review.month_of($2)
        else last.statement_month
    end
    from review.hit as hits
    cross join lateral (
        select
            greatest(
                max(entry.statement_month),
                (review.last_event($1, 0, 'list_refusal')).payload ->> 'statement_month'
            ) as statement_month
        from review.refusal as entry
        where entry.hit_id = hits.hit_id and entry.kind = 'REFUSE'
    ) as last
    where hits.hit_id = $1
$$;

-- All that is refused for a case goes back, before it is cleared, voided, handed over or
-- taken off the list. Returns the month of the entry; null where nothing was refused.
create function review.give_back(hit_id text, as_of timestamptz)
returns text language plpgsql as $$
declare
    refused numeric;
    reverse_month text;
begin
    perform review.lock_settlement(hit_id);
    refused := review.refused_amount(hit_id);
    if refused = 0 then
        return null;
    end if;
    reverse_month := review.month_to_reverse(hit_id, as_of);
    perform review.enter_refusal(hit_id, reverse_month, -refused);
    return reverse_month;
end
$$;

-- The draft that counts, and by when it has to be checked and published.
create view review.statement_now as
select
    last.statement_number,
    last.statement_month,
    last.fixmedins_code,
    last.net_amount,
    last.drafted_at,
    check_by.due_at as check_due_at,
    publish_by.due_at as publish_due_at,
    publication.published_by,
    publication.published_at
from (
    select distinct on (statement_month, fixmedins_code) *
    from review.statement
    order by statement_month asc, fixmedins_code asc, draft desc
) as last
cross join lateral review.compute_due('623000', 'stmt_review_wd', last.drafted_at) as check_by
cross join lateral review.compute_due('623000', 'stmt_publish_wd', last.drafted_at)
    as publish_by
left join review.statement_publication as publication
    on last.statement_number = publication.statement_number;
comment on view review.statement_now is
'One row per institution and month: the draft that counts; published_at is empty until then.';
