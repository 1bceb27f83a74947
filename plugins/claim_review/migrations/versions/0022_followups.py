"""What a review found stays, so that two reviews can be laid side by side."""

from claim_review.migrations.parts import execute_parts

revision = "0022_followups"
down_revision = "0021_extraction"
branch_labels = None
depends_on = None

PARTS = (
    "run_hits",
    "deliveries",
    "lists",
    "hit_changes",
    "proposals",
    "proposing",
    "deciding",
    "money",
    "outcomes",
)


def upgrade() -> None:
    execute_parts(revision, PARTS)


def downgrade() -> None:
    raise RuntimeError("migrations go forward only; restore a backup instead")
