"""What the landing tests share: load a folder, and look at the schema raw."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
from psycopg.rows import dict_row

from claim_review import landing
from claim_review.landing.folder import look_at
from claim_review.landing.publishing import publish
from claim_review.landing.report import Report
from claim_review.landing.staging import drop_leftovers, stage

NOW = datetime(2025, 4, 20, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


def load(url: str, folder: Path, now: datetime = NOW) -> landing.LoadResult:
    """Load one batch; its quality page lands beside the landing folder."""
    return landing.load_batch(url, folder, folder.parent.parent / "quality", now)


def load_unchecked(url: str, folder: Path) -> None:
    """Load without the checks at the door, where a test is about something else."""
    seen = look_at(folder)
    with connect(url) as connection:
        drop_leftovers(connection, seen.batch_id)
        staged = stage(connection, folder, seen.manifest)
        publish(connection, seen, staged, Report("loaded", None), NOW)
        drop_leftovers(connection, seen.batch_id)


def connect(url: str) -> psycopg.Connection:
    """Open a connection as the loader does, every statement on its own."""
    return psycopg.connect(url, autocommit=True)


def fetch(url: str, query: str, *values: object) -> list[dict]:
    """Return the rows of a query."""
    with psycopg.connect(url, row_factory=dict_row) as connection:
        return connection.execute(query, values).fetchall()


def row_counts(url: str) -> dict[str, int]:
    """Return the rows of every table in raw, leftovers included."""
    names = fetch(
        url,
        "select relname from pg_class where relnamespace = 'raw'::regnamespace "
        "and relkind in ('r', 'p') and not relispartition order by relname",
    )
    return {
        row["relname"]: fetch(url, f'select count(*) from raw."{row["relname"]}"')[0][
            "count"
        ]
        for row in names
    }


def current(url: str, table: str, columns: str) -> list[tuple]:
    """Return the rows of a table that no later version replaces."""
    rows = fetch(
        url,
        f"select {columns} from raw.{table} as row where not exists ("
        f"select from raw.row_superseded as old where old.table_name = '{table}' "
        "and old.batch_id = row.batch_id and old.line_number = row.line_number) "
        f"order by {columns}",
    )
    return [tuple(row.values()) for row in rows]
