"""Workbooks: which went out with which cases, and which files came back."""

from alembic import op

revision = "0008_exchange"
down_revision = "0007_cases"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        create table review.workbook (
            workbook_id text primary key,
            kind text not null
            check (kind in ('FIRST_REVIEW', 'SECOND_REVIEW', 'APPEAL')),
            recipient text not null check (btrim(recipient) <> ''),
            batch_id text references review.dispatch_batch,
            total numeric(16, 2) not null check (total >= 0),
            content_sha256 text not null,
            issued_at timestamptz not null,
            issued_by text not null,
            recorded_at timestamptz not null default clock_timestamp(),
            check ((kind = 'APPEAL') = (batch_id is not null))
        );
        comment on table review.workbook is
        'One row per workbook that went out: to a reviewer, or with a batch to its institution.';
        comment on column review.workbook.recipient is
        'Reviewer, or fixmedins_code; answers are theirs.';

        create table review.workbook_row (
            workbook_id text not null references review.workbook,
            hit_id text not null references review.hit,
            seq integer not null,
            primary key (workbook_id, hit_id)
        );
        create index workbook_row_by_hit on review.workbook_row (hit_id);
        comment on column review.workbook_row.seq is
        'Number of the last event when the workbook went out. An answer counts only while
        nothing else has happened since.';

        create table review.workbook_return (
            file_sha256 text primary key,
            workbook_id text not null references review.workbook,
            received_at timestamptz not null,
            received_from text not null,
            rows_taken integer not null check (rows_taken >= 0),
            rows_refused integer not null check (rows_refused >= 0),
            recorded_at timestamptz not null default clock_timestamp()
        );
        comment on table review.workbook_return is
        'One row per file that was taken in; the same file again changes nothing.';

        create trigger rows_stay before update or delete or truncate on review.workbook
            execute function review.refuse_change();
        create trigger rows_stay before update or delete or truncate on review.workbook_row
            execute function review.refuse_change();
        create trigger rows_stay before update or delete or truncate
            on review.workbook_return execute function review.refuse_change();
        """
    )


def downgrade() -> None:
    raise RuntimeError("migrations go forward only; restore a backup instead")
