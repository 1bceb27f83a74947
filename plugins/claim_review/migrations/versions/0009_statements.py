"""Statements: what is refused in a month, told to each institution and balanced."""

from pathlib import Path

from alembic import op

revision = "0009_statements"
down_revision = "0008_exchange"
branch_labels = None
depends_on = None

# Frozen like this file: a later change is a later revision.
PARTS = ("months", "listing", "documents", "balance")


def upgrade() -> None:
    for part in PARTS:
        file = Path(__file__).with_name(f"{revision}_{part}.sql")
        op.execute(file.read_text("utf-8"))


def downgrade() -> None:
    raise RuntimeError("migrations go forward only; restore a backup instead")
