"""Panels: who may sit, who was drawn and who withdrew, how they voted, what came of it."""

from claim_review.migrations.parts import execute_parts

revision = "0012_panel"
down_revision = "0011_reminders"
branch_labels = None
depends_on = None

PARTS = ("register", "sessions", "votes", "outcome")


def upgrade() -> None:
    execute_parts(revision, PARTS)


def downgrade() -> None:
    raise RuntimeError("migrations go forward only; restore a backup instead")
