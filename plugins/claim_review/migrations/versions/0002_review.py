"""Review runs and knowledge releases: what was run on what, and how each model went."""

from alembic import op

revision = "0002_review"
down_revision = "0001_raw"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        create schema knowledge;
        create table knowledge.release (
            release_id text primary key,
            content_sha256 text not null unique,
            lists jsonb not null,
            registered_at timestamptz not null
        );
        comment on table knowledge.release is
        'States of the knowledge lists that hits were judged by; never changed.';

        create schema review;
        create table review.run (
            run_id text primary key,
            quarter text not null check (quarter ~ '^[0-9]{4}Q[1-4]$'),
            as_of timestamptz not null,
            fingerprint text not null,
            knowledge_release text not null references knowledge.release,
            status text not null check (status in ('running', 'reviewed')),
            started_at timestamptz not null,
            finished_at timestamptz,
            reported_at timestamptz
        );
        create index run_by_quarter on review.run (quarter, started_at desc);
        comment on table review.run is
        'Reviews of a quarter; the newest row of a quarter says what its hits stand on.';

        create table review.run_node (
            run_id text not null references review.run on delete cascade,
            layer text not null,
            node_id text not null,
            resource_type text not null,
            status text not null,
            seconds numeric(10, 3) not null,
            rows bigint,
            message text,
            finished_at timestamptz not null,
            primary key (run_id, layer, node_id)
        );
        comment on table review.run_node is
        'One row per dbt node of a run: how it ended, how long it took, how many rows.';
        """
    )


def downgrade() -> None:
    raise RuntimeError("migrations go forward only; restore a backup instead")
