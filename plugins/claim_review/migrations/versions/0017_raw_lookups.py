"""The few delivered rows that a case is about are found without reading all of them."""

from alembic import op

revision = "0017_raw_lookups"
down_revision = "0016_panel_reminders"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        create index fee_list_by_line on raw.fee_list_d (bkkp_sn);
        create index setl_by_settlement on raw.setl_d (setl_id);
        create index mdtrt_by_encounter on raw.mdtrt_d (mdtrt_id);
        """
    )


def downgrade() -> None:
    raise RuntimeError("migrations go forward only; restore a backup instead")
