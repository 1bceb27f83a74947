"""Cases: what may happen to a hit, what did, by whom, and what is refused for it."""

from claim_review.migrations.parts import execute_parts

revision = "0007_cases"
down_revision = "0006_deadlines"
branch_labels = None
depends_on = None

PARTS = (
    "reference",
    "hits",
    "support",
    "events",
    "checks",
    "deadlines",
    "ledger",
    "guards_review",
    "guards_appeal",
    "guards_panel",
    "guards_final",
    "guards_after",
    "guard",
    "apply",
    "views",
)


def upgrade() -> None:
    execute_parts(revision, PARTS)


def downgrade() -> None:
    raise RuntimeError("migrations go forward only; restore a backup instead")
