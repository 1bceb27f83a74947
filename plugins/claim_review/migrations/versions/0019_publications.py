"""Versions of reports, and the person who let each of them leave the house."""

from alembic import op

revision = "0019_publications"
down_revision = "0018_outcomes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        -- Rows stay in other schemas too now; say in which.
        create or replace function review.refuse_change()
        returns trigger language plpgsql as $$
        begin
            raise exception 'CR-100 % of %.% is refused: rows are only added',
                lower(tg_op), tg_table_schema, tg_table_name
                using errcode = 'restrict_violation';
        end
        $$;

        create table notify.publication (
            kind text not null check (kind in ('quarter', 'month')),
            period text not null,
            version integer not null check (version > 0),
            content_sha256 text not null,
            as_of timestamptz not null,
            primary key (kind, period, version)
        );
        comment on table notify.publication is
        'One row per version of what is published together; its files lie in var/reports.';

        create table notify.publication_decision (
            kind text not null,
            period text not null,
            version integer not null,
            is_approved boolean not null,
            decided_by text not null check (decided_by <> ''),
            decided_at timestamptz not null,
            remark text not null default '',
            primary key (kind, period, version),
            foreign key (kind, period, version) references notify.publication
        );
        comment on table notify.publication_decision is
        'Who let a version leave, or sent it back; a version is decided once.';

        create trigger rows_stay before update or delete or truncate
        on notify.publication execute function review.refuse_change();
        create trigger rows_stay before update or delete or truncate
        on notify.publication_decision execute function review.refuse_change();
        """
    )


def downgrade() -> None:
    raise RuntimeError("migrations go forward only; restore a backup instead")
