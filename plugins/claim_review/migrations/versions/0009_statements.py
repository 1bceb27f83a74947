"""Statements: what is refused in a month, told to each institution and balanced."""

from claim_review.migrations.parts import execute_parts

revision = "0009_statements"
down_revision = "0008_exchange"
branch_labels = None
depends_on = None

PARTS = ("months", "listing", "documents", "balance")


def upgrade() -> None:
    execute_parts(revision, PARTS)


def downgrade() -> None:
    raise RuntimeError("migrations go forward only; restore a backup instead")
