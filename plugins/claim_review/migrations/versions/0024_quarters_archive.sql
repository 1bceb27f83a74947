-- Quarters whose raw rows were put away, and what may not happen while they are.

create table raw.archived_quarter (
    quarter text not null check (quarter ~ '^[0-9]{4}Q[1-4]$'),
    archived_at timestamptz not null,
    archived_by text not null check (btrim(archived_by) <> ''),
    folder text not null,
    manifest_sha256 text not null,
    restored_at timestamptz,
    restored_by text,
    primary key (quarter, archived_at),
    check ((restored_at is null) = (restored_by is null))
);
create unique index archived_once on raw.archived_quarter (quarter)
    where restored_at is null;
comment on table raw.archived_quarter is
'One row each time the raw rows of a quarter were put away; restored_at once they are back.';

create function raw.quarter_number(quarter text) returns integer immutable language sql as $$
    select left(quarter, 4)::integer * 4 + right(quarter, 1)::integer
$$;

-- Raises when raw rows of the last so many quarters, the quarter itself with them, are away.
create function raw.refuse_archived(what text, quarter text, quarters_back integer)
returns void language plpgsql as $$
declare
    away raw.archived_quarter;
begin
    select * into away
    from raw.archived_quarter as archived
    where
        archived.restored_at is null
        and raw.quarter_number(refuse_archived.quarter)
        - raw.quarter_number(archived.quarter) between 0 and quarters_back
    order by archived.quarter
    limit 1;
    if away.quarter is not null then
        raise exception 'CR-210 %: the rows of % are in the archive %; restore them first',
            what, away.quarter, away.folder
            using errcode = 'CR210';
    end if;
end
$$;

create function raw.guard_batch() returns trigger language plpgsql as $$
begin
    if new.status = 'loaded' then
        perform raw.refuse_archived('batch ' || new.batch_id, new.quarter, 0);
    end if;
    return new;
end
$$;
create trigger quarter_is_here before insert on raw.batch
    for each row execute function raw.guard_batch();

-- Rules look back 24 months at most (int_trace_scans); what is away would look like nothing.
create function raw.guard_review() returns trigger language plpgsql as $$
begin
    perform raw.refuse_archived('review of ' || new.quarter, new.quarter, 8);
    return new;
end
$$;
create trigger quarters_are_here before insert on review.run
    for each row execute function raw.guard_review();
