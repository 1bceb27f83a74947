"""The daily round: where every case stood at a moment, whose time is out, who is who."""

from claim_review.migrations.parts import execute_parts

revision = "0010_daily"
down_revision = "0009_statements"
branch_labels = None
depends_on = None

PARTS = ("staff", "cases_at", "time_outs")


def upgrade() -> None:
    execute_parts(revision, PARTS)


def downgrade() -> None:
    raise RuntimeError("migrations go forward only; restore a backup instead")
