"""Closed quarters, the backfills that open one for a review, and previews."""

from claim_review.migrations.parts import execute_parts

revision = "0023_backfill"
down_revision = "0022_followups"
branch_labels = None
depends_on = None

PARTS = ("quarters", "records")


def upgrade() -> None:
    execute_parts(revision, PARTS)


def downgrade() -> None:
    raise RuntimeError("migrations go forward only; restore a backup instead")
