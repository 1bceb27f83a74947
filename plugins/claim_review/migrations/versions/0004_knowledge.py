"""Knowledge: attachments, versions of points, decisions, crosswalk, frozen releases."""

from alembic import op

revision = "0004_knowledge"
down_revision = "0003_notify"
branch_labels = None
depends_on = None

SOURCES = """
create table knowledge.source_file (
    source_id text primary key,
    sha256 text not null,
    file_name text not null,
    layouts text[] not null,
    title text not null,
    published_at date,
    valid_from date,
    valid_to date,
    scope text not null check (scope in ('national', 'province', 'prefecture')),
    replaces text references knowledge.source_file,
    knowledge_points bigint not null,
    code_rows bigint not null,
    repeated_rows bigint not null,
    footnotes text[] not null,
    notices text[] not null,
    loaded_by text not null,
    loaded_at timestamptz not null
);
create index source_file_by_content on knowledge.source_file (sha256);
comment on table knowledge.source_file is
'One row per loaded file and the terms (dates, scope) that it was loaded on.';
comment on column knowledge.source_file.source_id is
'The first 12 digits of the hash over the file and its terms.';
comment on column knowledge.source_file.replaces is
'File whose points end the day before this one begins, once this one is approved.';
comment on column knowledge.source_file.notices is
'What the approver has to know: footnotes not understood, facts not read, repeats.';
"""

POINTS = """
create table knowledge.point (
    list_id text not null,
    kp_id text not null,
    content_sha256 text not null,
    item_key text not null,
    item_code text,
    item_name text,
    facts jsonb not null,
    basis text not null,
    basis_text text,
    published_at date not null,
    valid_from date not null,
    valid_to date,
    scope text not null check (scope in ('national', 'province', 'prefecture')),
    override_of text,
    source_id text not null references knowledge.source_file,
    source_sheet text not null,
    source_row integer not null,
    status text not null check (
        status in ('proposed', 'approved', 'suspended', 'withdrawn')
    ),
    approved_by text,
    approved_at timestamptz,
    primary key (list_id, kp_id, content_sha256),
    check (valid_to is null or valid_to >= valid_from),
    check (status <> 'approved' or approved_by is not null and approved_at is not null)
);
create index point_by_source on knowledge.point (source_id);
comment on table knowledge.point is
'Versions of knowledge points, one row per item; only their standing ever changes.';
comment on column knowledge.point.item_key is
'What the row is about: narrower or newer rows of the same key override it.';
comment on column knowledge.point.facts is
'The columns of the list that are its own, as text.';
comment on column knowledge.point.override_of is
'kp_id of a row of the same list that this one overrides, whatever its key.';
"""

CROSSWALK = """
create table knowledge.crosswalk (
    system text not null check (system in ('drug', 'slice', 'service', 'material')),
    national_code text not null,
    local_code text not null,
    local_name text,
    valid_from date not null,
    valid_to date,
    source_id text not null references knowledge.source_file,
    source_sheet text not null,
    source_row integer not null,
    status text not null check (
        status in ('proposed', 'approved', 'suspended', 'withdrawn')
    ),
    approved_by text,
    approved_at timestamptz,
    primary key (system, local_code, national_code, valid_from, source_id),
    check (valid_to is null or valid_to >= valid_from),
    check (status <> 'approved' or approved_by is not null and approved_at is not null)
);
create index crosswalk_by_source on knowledge.crosswalk (source_id);
comment on table knowledge.crosswalk is
'National code to local code; a proposed row can only make a hit suspect.';

create table knowledge.decision (
    decision_id bigint generated always as identity primary key,
    source_id text not null references knowledge.source_file,
    kp_id text,
    status text not null check (status in ('approved', 'suspended', 'withdrawn')),
    rows_changed bigint not null,
    decided_by text not null,
    document text not null,
    decided_at timestamptz not null
);
comment on table knowledge.decision is
'Who gave a file (or one point of it) its standing, and on what document.';
"""

# A bureau may freeze two releases that say the same, so the content is not unique.
RELEASE = """
alter table knowledge.release drop constraint release_content_sha256_key;
alter table knowledge.release
    add released_by text,
    add document text,
    add point_count bigint;
comment on column knowledge.release.released_by is
'Who froze it; empty for a state of the starter lists that a run met.';

create table knowledge.release_point (
    release_id text not null references knowledge.release
        deferrable initially deferred,
    list_id text not null,
    kp_id text not null,
    content_sha256 text not null,
    item_key text not null,
    item_code text,
    item_name text,
    facts jsonb not null,
    basis text,
    basis_text text,
    published_at date,
    valid_from date,
    valid_to date,
    scope text not null,
    override_of text,
    source text not null,
    source_id text,
    source_row integer,
    approved_by text,
    approved_at timestamptz
);
create unique index release_point_once on knowledge.release_point (
    release_id, list_id, kp_id, content_sha256, valid_from
) nulls not distinct;
comment on table knowledge.release_point is
'The points of a release, on the days on which no other point overrides them.';

create table knowledge.release_crosswalk (
    release_id text not null references knowledge.release
        deferrable initially deferred,
    system text not null,
    national_code text not null,
    local_code text not null,
    valid_from date not null,
    valid_to date,
    is_approved boolean not null,
    primary key (release_id, system, local_code, national_code, valid_from)
);
comment on table knowledge.release_crosswalk is
'The crosswalk as it stood when the release was frozen.';
"""

GUARDS = """
create function knowledge.refuse() returns trigger language plpgsql as $$
begin
    raise exception '% of knowledge.% is refused: %', tg_op, tg_table_name, tg_argv[0]
        using errcode = 'restrict_violation';
end
$$;

create function knowledge.refuse_late_rows() returns trigger language plpgsql as $$
begin
    if exists (
        select from knowledge.release
        where release_id in (select release_id from arrived)
    ) then
        raise exception 'rows for knowledge.% are refused: the release is frozen',
            tg_table_name using errcode = 'restrict_violation';
    end if;
    return null;
end
$$;

create trigger frozen before update or delete or truncate on knowledge.release
    execute function knowledge.refuse('a release is frozen');
create trigger frozen before update or delete or truncate on knowledge.release_point
    execute function knowledge.refuse('a release is frozen');
create trigger frozen before update or delete or truncate on knowledge.release_crosswalk
    execute function knowledge.refuse('a release is frozen');
create trigger late after insert on knowledge.release_point
    referencing new table as arrived
    execute function knowledge.refuse_late_rows();
create trigger late after insert on knowledge.release_crosswalk
    referencing new table as arrived
    execute function knowledge.refuse_late_rows();

create trigger versions_stay before delete or truncate on knowledge.point
    execute function knowledge.refuse('versions stay; withdraw the point');
create trigger content_stays before update of
    list_id, kp_id, content_sha256, item_key, item_code, item_name, facts, basis,
    basis_text, published_at, valid_from, valid_to, scope, override_of, source_id,
    source_sheet, source_row
    on knowledge.point
    execute function knowledge.refuse('only its standing may change');
create trigger decisions_stay before update or delete or truncate
    on knowledge.decision
    execute function knowledge.refuse('decisions stay');
create trigger files_stay before update or delete or truncate
    on knowledge.source_file
    execute function knowledge.refuse('what was loaded stays');
"""


def upgrade() -> None:
    for statements in (SOURCES, POINTS, CROSSWALK, RELEASE, GUARDS):
        op.execute(statements)


def downgrade() -> None:
    raise RuntimeError("migrations go forward only; restore a backup instead")
