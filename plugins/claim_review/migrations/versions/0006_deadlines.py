"""Workdays, parameters and deadlines: until when somebody may answer, and why."""

from claim_review.migrations.parts import execute_parts

revision = "0006_deadlines"
down_revision = "0005_optional_inputs"
branch_labels = None
depends_on = None

PARTS = ("workdays", "parameters", "due_days", "deadlines")


def upgrade() -> None:
    execute_parts(revision, PARTS)


def downgrade() -> None:
    raise RuntimeError("migrations go forward only; restore a backup instead")
