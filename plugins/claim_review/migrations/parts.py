"""Migrations whose SQL lies beside them, because one file would be too long."""

from collections.abc import Iterable
from pathlib import Path

from alembic import op

VERSIONS = Path(__file__).with_name("versions")


def execute_parts(revision: str, parts: Iterable[str]) -> None:
    """Run the SQL files of a revision in order, such as 0007_cases_events.sql.

    They are frozen like the migration: a later change is a later revision.
    """
    for part in parts:
        op.execute((VERSIONS / f"{revision}_{part}.sql").read_text("utf-8"))
