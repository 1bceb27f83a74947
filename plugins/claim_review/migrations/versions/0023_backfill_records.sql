-- What a review would find, and for which reason quarters were gone through again.

create table review.preview (
    preview_id text primary key check (preview_id <> ''),
    quarter text not null check (quarter ~ '^[0-9]{4}Q[1-4]$'),
    made_at timestamptz not null,
    fingerprint text not null,
    knowledge_release text not null,
    appeared integer not null,
    vanished integer not null,
    changed integer not null,
    page text not null
);
comment on table review.preview is
'One row per preview of a quarter: how its hits would change, and the page that says so.';
comment on column review.preview.fingerprint is
'Hash of the batches, rules and lists it was made from, as in review.run.';

create table review.backfill (
    backfill_id bigint generated always as identity primary key,
    file_name text not null unique,
    file_sha256 text not null,
    dag_id text not null,
    from_quarter text not null check (from_quarter ~ '^[0-9]{4}Q[1-4]$'),
    to_quarter text not null check (to_quarter ~ '^[0-9]{4}Q[1-4]$'),
    reason text not null check (reason <> ''),
    watchers text[] not null,
    asked_by text not null check (asked_by <> ''),
    approved_by text check (approved_by <> asked_by),
    previews text[] not null,
    recorded_by text not null check (recorded_by <> ''),
    recorded_at timestamptz not null,
    check (from_quarter <= to_quarter)
);
comment on table review.backfill is
'One row per file of include/backfills that was started. Airflow knows its runs: their conf names
the file.';

create trigger rows_stay before update or delete or truncate
on review.preview for each statement execute function review.refuse_change();
create trigger rows_stay before update or delete or truncate
on review.backfill for each statement execute function review.refuse_change();

create view review.backfill_quarter as
select
    backfill.backfill_id,
    quarters.quarter,
    reviewed.run_id,
    reviewed.finished_at,
    (
        select max(run.reported_at)
        from review.run
        where run.quarter = quarters.quarter and run.started_at >= backfill.recorded_at
    ) as reported_at
from review.backfill
cross join lateral
    review.quarters_between(backfill.from_quarter, backfill.to_quarter) as quarters
left join lateral (
    select run.run_id, run.finished_at
    from review.run
    where
        run.quarter = quarters.quarter
        and run.status = 'reviewed'
        and run.started_at >= backfill.recorded_at
    order by run.started_at
    limit 1
) as reviewed on true;
comment on view review.backfill_quarter is
'One row per backfill and quarter: the first review since, and the last report; null while there
is none.';

create function review.backfill_for(quarter text, run_id text) returns bigint
stable language sql as $$
    select said.backfill_id
    from review.backfill_quarter as said
    inner join review.backfill on said.backfill_id = backfill.backfill_id
    where
        said.quarter = $1
        and backfill.approved_by is not null
        and (said.run_id is null or said.run_id = $2)
    order by said.backfill_id desc
    limit 1
$$;
comment on function review.backfill_for(text, text) is
'The approved backfill that lets a run review a closed quarter: one that has not had its review
of the quarter yet, or has it in this very run, which may be cleared and done again.';
