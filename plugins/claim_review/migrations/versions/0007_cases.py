"""Cases: what may happen to a hit, what did, by whom, and what is refused for it."""

from pathlib import Path

from alembic import op

revision = "0007_cases"
down_revision = "0006_deadlines"
branch_labels = None
depends_on = None

# Frozen like this file: a later change is a later revision.
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
    for part in PARTS:
        file = Path(__file__).with_name(f"{revision}_{part}.sql")
        op.execute(file.read_text("utf-8"))


def downgrade() -> None:
    raise RuntimeError("migrations go forward only; restore a backup instead")
