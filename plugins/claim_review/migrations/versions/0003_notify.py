"""Schema notify: the outbox from which every mail leaves, at most once."""

from alembic import op

revision = "0003_notify"
down_revision = "0002_review"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        create schema notify;
        create table notify.outbox (
            outbox_id bigint generated always as identity primary key,
            dedupe_key text not null unique,
            recipients text[] not null check (cardinality(recipients) > 0),
            subject text not null,
            payload jsonb not null,
            attachments jsonb not null,
            content_sha256 text not null,
            status text not null default 'queued' check (
                status in (
                    'queued', 'sending', 'sent', 'failed', 'uncertain', 'cancelled'
                )
            ),
            attempts integer not null default 0,
            not_before timestamptz,
            lease_until timestamptz,
            message_id text,
            last_error text,
            queued_at timestamptz not null default now(),
            sent_at timestamptz,
            check ((status = 'sending') = (lease_until is not null)),
            check ((status = 'sent') = (sent_at is not null))
        );
        create index outbox_to_send on notify.outbox (outbox_id)
            where status in ('queued', 'sending');
        comment on table notify.outbox is
        'One row per message; it leaves by notify.outbox.drain and never twice.';
        comment on column notify.outbox.status is
        'uncertain: the server may have taken it; a person decides, nobody re-sends.';
        comment on column notify.outbox.attachments is
        'path below the var folder, name for the reader, sha256 of the file.';
        """
    )


def downgrade() -> None:
    raise RuntimeError("migrations go forward only; restore a backup instead")
