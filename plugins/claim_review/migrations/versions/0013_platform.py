"""The platform's tables: our cases in their shape, what they said, how both agree."""

from claim_review.migrations.parts import execute_parts

revision = "0013_platform"
down_revision = "0012_panel"
branch_labels = None
depends_on = None

PARTS = ("guards", "ours", "theirs", "reconciliation")


def upgrade() -> None:
    execute_parts(revision, PARTS)


def downgrade() -> None:
    raise RuntimeError("migrations go forward only; restore a backup instead")
