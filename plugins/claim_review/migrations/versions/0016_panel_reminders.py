"""Reminders of panels, whose members are experts and no staff."""

from alembic import op

revision = "0016_panel_reminders"
down_revision = "0015_attachments"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        alter table review.reminder drop constraint reminder_recipient_kind_check;
        alter table review.reminder add constraint the_recipient_kind_is_known check (
            recipient_kind in ('INSTITUTION', 'STAFF', 'OPERATOR', 'EXPERT')
        );
        comment on column review.reminder.recipient is
        'fixmedins_code of an institution, person_id of staff, expert_id of a panel''s member.';
        """
    )


def downgrade() -> None:
    raise RuntimeError("migrations go forward only; restore a backup instead")
