"""Reminders: who was told what and how, and mails as proof that they were."""

from claim_review.migrations.parts import execute_parts

revision = "0011_reminders"
down_revision = "0010_daily"
branch_labels = None
depends_on = None

PARTS = ("told", "delivered")


def upgrade() -> None:
    execute_parts(revision, PARTS)


def downgrade() -> None:
    raise RuntimeError("migrations go forward only; restore a backup instead")
