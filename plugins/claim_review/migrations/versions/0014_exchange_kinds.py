"""Workbooks for every step at which people decide, from the appeal to the second round."""

from claim_review.migrations.parts import execute_parts

revision = "0014_exchange_kinds"
down_revision = "0013_platform"
branch_labels = None
depends_on = None

PARTS = ("workbooks", "hands")


def upgrade() -> None:
    execute_parts(revision, PARTS)


def downgrade() -> None:
    raise RuntimeError("migrations go forward only; restore a backup instead")
