"""Raw rows and found hits lie by quarter, so that a quarter can be put away whole."""

from claim_review.migrations.parts import execute_parts

revision = "0024_quarters"
down_revision = "0023_backfill"
branch_labels = None
depends_on = None


def upgrade() -> None:
    execute_parts(revision, ["ensure", "raw", "marts", "archive"])


def downgrade() -> None:
    raise RuntimeError("migrations go forward only; restore a backup instead")
