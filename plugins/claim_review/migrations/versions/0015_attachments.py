"""Attachments: the files that came with workbooks, each kept once."""

from alembic import op

revision = "0015_attachments"
down_revision = "0014_exchange_kinds"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        create table review.attachment (
            sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
            media_type text not null,
            size integer not null check (size > 0),
            first_received_at timestamptz not null,
            recorded_at timestamptz not null default clock_timestamp()
        );
        comment on table review.attachment is
        'One row per file that is kept as evidence; whoever sends it again means the same.';
        comment on column review.attachment.media_type is
        'Found from the content, never taken from a name.';

        alter table review.workbook_return
            add column attached_sha256 text not null default '',
            drop constraint workbook_return_pkey,
            add primary key (file_sha256, attached_sha256);
        alter table review.workbook_return alter column attached_sha256 drop default;
        comment on column review.workbook_return.attached_sha256 is
        'Hash of the names and hashes of what came with it: a file that comes again with the
        evidence that was missing is taken in. Empty where it was not recorded yet.';
        comment on table review.workbook_return is
        'One row per file that was taken in, with its evidence; the same again changes nothing.';

        create table review.workbook_attachment (
            file_sha256 text not null,
            attached_sha256 text not null,
            name text not null,
            sha256 text not null references review.attachment,
            primary key (file_sha256, attached_sha256, name),
            foreign key (file_sha256, attached_sha256) references review.workbook_return
        );
        create index workbook_attachment_by_sha256
            on review.workbook_attachment (sha256);
        comment on table review.workbook_attachment is
        'What the files were called that came with a workbook.';

        create trigger rows_stay before update or delete or truncate on review.attachment
            execute function review.refuse_change();
        create trigger rows_stay before update or delete or truncate
            on review.workbook_attachment execute function review.refuse_change();
        """
    )


def downgrade() -> None:
    raise RuntimeError("migrations go forward only; restore a backup instead")
