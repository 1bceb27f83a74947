"""Workdays, parameters and deadlines: until when somebody may answer, and why."""

from pathlib import Path

from alembic import op

revision = "0006_deadlines"
down_revision = "0005_optional_inputs"
branch_labels = None
depends_on = None

# Frozen like this file: a later change is a later revision.
PARTS = ("workdays", "parameters", "due_days", "deadlines")


def upgrade() -> None:
    for part in PARTS:
        file = Path(__file__).with_name(f"{revision}_{part}.sql")
        op.execute(file.read_text("utf-8"))


def downgrade() -> None:
    raise RuntimeError("migrations go forward only; restore a backup instead")
