"""What became of cases by any past moment, and the figures of the work on them."""

from claim_review.migrations.parts import execute_parts

revision = "0018_outcomes"
down_revision = "0017_raw_lookups"
branch_labels = None
depends_on = None

PARTS = ("stages", "cases", "rates", "kpis", "people", "flows")


def upgrade() -> None:
    execute_parts(revision, PARTS)


def downgrade() -> None:
    raise RuntimeError("migrations go forward only; restore a backup instead")
