"""What a review stood on and how much of its quarter it screened."""

from alembic import op

revision = "0020_touched"
down_revision = "0019_publications"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        alter table review.run
        add column newest_load bigint,
        add column rules_sha256 text,
        add column scope text not null default 'whole'
        check (scope in ('whole', 'touched')),
        add column scope_reason text;

        comment on column review.run.newest_load is
        'Greatest load_number of raw.batch that the run read; null before it was recorded.';
        comment on column review.run.rules_sha256 is
        'Hash over rules, models, lists and knowledge release, without the batches.';
        comment on column review.run.scope is
        'whole: every settlement was screened anew; touched: those of people whom new
        batches touch, the others stand as the review before left them.';
        comment on column review.run.scope_reason is 'Why the run has this scope.';

        create schema touched;
        comment on schema touched is
        'Whom a review of some people screens anew; made anew by every review.';
        create unlogged table touched.person (psn_no text primary key);
        create unlogged table touched.encounter (mdtrt_id text primary key);
        create unlogged table touched.settlement (setl_id text primary key);
        """
    )


def downgrade() -> None:
    raise RuntimeError("migrations go forward only; restore a backup instead")
