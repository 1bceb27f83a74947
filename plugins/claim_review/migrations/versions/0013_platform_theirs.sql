-- What the platform said, as it came; and what of it could not be taken in.

create table review.platform_import (
    import_id bigint generated always as identity primary key,
    folder text not null,
    manifest_sha256 text not null unique,
    made_at timestamptz not null,
    taken_at timestamptz not null check (taken_at >= made_at),
    rows_read integer not null check (rows_read >= 0),
    decisions_taken integer not null check (decisions_taken >= 0),
    put_aside integer not null check (put_aside >= 0),
    unknown_columns text[] not null
);
comment on table review.platform_import is
'One row per delivery of the platform that was taken in; the same again changes nothing.';
comment on column review.platform_import.unknown_columns is
'Columns that the platform''s list does not have; they were not read.';

create table review.platform_row (
    doc_suspt_id text not null,
    told_at timestamptz not null,
    content_sha256 text not null,
    import_id bigint not null references review.platform_import,
    file_name text not null,
    line integer not null,
    told jsonb not null,
    primary key (doc_suspt_id, told_at, content_sha256)
);
create index platform_row_by_case on review.platform_row ((told ->> 'vola_rslt_id'));
comment on table review.platform_row is
'What the platform said of a 疑点, each time it said something new. No names of persons.';
comment on column review.platform_row.told_at is 'When the platform last changed it (updt_time).';
comment on column review.platform_row.told is
'The columns that were read; one that is missing here was not in the file.';

create table review.platform_left (
    import_id bigint not null references review.platform_import,
    file_name text not null,
    line integer not null,
    doc_suspt_id text not null,
    hit_id text references review.hit,
    why text not null,
    primary key (import_id, file_name, line, why)
);
comment on table review.platform_left is
'Rows of the platform, or parts of them, that became no event, and why. What contradicts
the log of a case is in review.quarantine.';

create trigger rows_stay before update or delete or truncate on review.platform_import
    execute function review.refuse_change();
create trigger rows_stay before update or delete or truncate on review.platform_row
    execute function review.refuse_change();
create trigger rows_stay before update or delete or truncate on review.platform_left
    execute function review.refuse_change();

-- The case that a 疑点 is about: by our number where the platform keeps it as the
-- violation's, otherwise by its own, which is ours where we handed the case over.
create function review.platform_case(told jsonb) returns text stable language sql as $$
    select hits.hit_id
    from review.hit as hits
    where hits.hit_id in ($1 ->> 'vola_rslt_id', $1 ->> 'doc_suspt_id')
    order by hits.hit_id = $1 ->> 'vola_rslt_id' desc
    limit 1
$$;

-- Whether the platform has said something of a case since; a delivery may come late.
create function review.is_old_word(
    doc_suspt_id text, vola_rslt_id text, told_at timestamptz
) returns boolean stable language sql as $$
    select exists (
        select
        from review.platform_row as said
        where said.doc_suspt_id = $1 and said.told_at > $3
    )
    or exists (
        select
        from review.platform_row as said
        where said.told ->> 'vola_rslt_id' = $2 and said.told_at > $3
    )
$$;

-- Whether a case has it already: heard from the platform at that moment, or done here
-- and not taken back since. Amounts count where the platform says them, and where an
-- event is named only what came after it.
create function review.platform_knows(
    hit_id text, occurred_at timestamptz, amount numeric, fund_amount numeric,
    after text, events text[]
) returns boolean stable language sql as $$
    select exists (
        select
        from review.event as said
        where
            said.hit_id = $1
            and said.event = any($6)
            and (
                $5 is null
                or said.seq > (review.last_event($1, 0, variadic array[$5])).seq
            )
            and coalesce($3 = coalesce(said.amount, 0), true)
            and coalesce($4 = coalesce(said.fund_amount, 0), true)
            and (
                -- Platforms count in seconds.
                date_trunc('second', said.occurred_at) = date_trunc('second', $2)
                or (
                    said.source <> 'PLATFORM_IMPORT'
                    and said.seq > coalesce(
                        (
                            review.last_event(
                                $1, 0, 'second_return', 'hold', 'recall',
                                'final_return', 'reopen'
                            )
                        ).seq,
                        0
                    )
                )
            )
    )
$$;

-- The fund's part of an amount that only the platform's fee is known of: as in what the
-- institution was told, or before that in the review or the hit; half up to the cent.
create function review.platform_fund_of(hit_id text, amount numeric)
returns numeric stable language sql as $$
    select
        case
            when base.amount = 0 then 0
            else round(base.fund_amount * $2 / base.amount, 2)
        end
    from coalesce(
        review.notice($1),
        review.last_event($1, 0, 'second_agree', 'first_suspect', 'fast_track', 'ingest')
    ) as base
$$;

-- The last thing the platform said of each 疑点 by a moment. Of two that were said at
-- the same time one is taken, the same whichever came first.
create function review.platform_told(as_of timestamptz)
returns table (
    doc_suspt_id text, told_at timestamptz, hit_id text, told jsonb
) stable language sql as $$
    select distinct on (said.doc_suspt_id)
        said.doc_suspt_id, said.told_at, review.platform_case(said.told), said.told
    from review.platform_row as said
    inner join review.platform_import as delivery on said.import_id = delivery.import_id
    where delivery.taken_at <= $1
    order by said.doc_suspt_id, said.told_at desc, said.content_sha256 desc
$$;

-- The batch that the platform dispatched at a moment. One that was approved here with
-- the platform's number is it. Otherwise it is entered: with our approval where it was
-- handed over under our own number, with the platform's where it was not.
create function review.platform_batch(
    task_id text, institution text, dispatched_at timestamptz
) returns text language plpgsql as $$
declare
    found text;
    approved review.dispatch_batch;
begin
    select batch.batch_id into found
    from review.dispatch_batch as batch
    where
        batch.platform_batch = $1
        and batch.fixmedins_code = $2
        and batch.approved_at <= $3
        and batch.batch_id not like 'PT-%'
    order by batch.approved_at desc, batch.batch_id
    limit 1;
    if found is not null then
        return found;
    end if;
    found := format(
        'PT-%s-%s-%s', $1, $2, to_char($3 at time zone 'UTC', 'YYYYMMDDHH24MISSUS')
    );
    select * into approved
    from review.dispatch_batch as batch
    where batch.batch_id = $1 and batch.fixmedins_code = $2 and batch.approved_at <= $3;
    insert into review.dispatch_batch (
        batch_id, fixmedins_code, approval_id, approved_by, approved_role, approved_at,
        platform_batch
    )
    values (
        found, $2, coalesce(approved.approval_id, $1),
        coalesce(approved.approved_by, 'platform ' || $1), 'AGENCY',
        coalesce(approved.approved_at, $3), $1
    )
    on conflict (batch_id) do nothing;
    return found;
end
$$;
