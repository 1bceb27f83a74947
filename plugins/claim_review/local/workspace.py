"""Keeps the demo province and people's own batches apart.

What a source leaves behind is its databases and some folders below `var`. When
`make run` comes with another source, they are parked under a name of their own,
and those of the new source, if it was here before, are brought back.
"""

import hashlib
import json
import re
from pathlib import Path

from psycopg import sql

from claim_review.local import kept, supervisor
from claim_review.local.postgres import Postgres

FOLDERS = (
    "airflow",
    "dbt",
    "docs",
    "exchange",
    "landing",
    "mail",
    "platform",
    "quality",
    "reminders",
    "reports",
    "statements",
)
_DISCONNECT = """
select pg_terminate_backend(pid) from pg_stat_activity where datname = any(%s)
"""
DATABASES = {"warehouse": "claim_review", "airflow": "airflow"}


def switch_to(source: str, var_dir: Path) -> str | None:
    """Make `source` the one whose databases and folders are in place.

    Return the source that was parked for it, or None. Nothing is deleted; after a
    crash at any point the next call completes the switch.
    """
    server = Postgres(var_dir)
    leaving = current_source(server)
    if leaving is None:
        _claim(server, "warehouse", source)
    elif leaving != source:
        supervisor.stop(var_dir)
        _swap_folders(var_dir, leaving)
        _prepare_databases(server, source)
        _swap_databases(server, leaving, source)
    _swap_folders(var_dir, source)
    return leaving if leaving != source else None


def current_source(server: Postgres) -> str | None:
    """Return the source whose warehouse is in place, None for a new one."""
    with server.admin() as connection:
        query = """
            select shobj_description(oid, 'pg_database')
            from pg_database where datname = 'warehouse'
        """
        return connection.execute(query).fetchone()[0]


def slug(source: str) -> str:
    """Return a short name for databases and folders, different for each source."""
    readable = re.sub(r"[^a-z0-9]+", "_", Path(source).name.lower()).strip("_")[:24]
    return f"{readable}_{hashlib.sha256(source.encode()).hexdigest()[:8]}"


def _prepare_databases(server: Postgres, source: str) -> None:
    """Make the parked databases of a source that was never here before."""
    for database, role in DATABASES.items():
        server.ensure_database(_parked(database, source), role)
    _claim(server, _parked("warehouse", source), source)


def _swap_databases(server: Postgres, leaving: str, coming: str) -> None:
    """Rename the databases of both sources at once: all names change or none."""
    with server.admin() as connection:
        moves = [(name, _parked(name, leaving)) for name in DATABASES]
        moves += [(_parked(name, coming), name) for name in DATABASES]
        connection.execute(_DISCONNECT, [[old for old, _ in moves]])
        with connection.transaction():
            for old, new in moves:
                rename = sql.SQL("alter database {} rename to {}")
                names = sql.Identifier(old), sql.Identifier(new)
                connection.execute(rename.format(*names))


def _parked(database: str, source: str) -> str:
    prefix = "parked" if database == "warehouse" else f"parked_{database}"
    return f"{prefix}_{slug(source)}"


def _claim(server: Postgres, database: str, source: str) -> None:
    """Write the source on a warehouse; the note stays on it when it is renamed."""
    note = sql.SQL("comment on database {} is {}")
    with server.admin() as connection:
        connection.execute(note.format(sql.Identifier(database), sql.Literal(source)))


def _swap_folders(var_dir: Path, coming: str) -> None:
    """Park the folders of whoever is in place, then bring back those of `coming`."""
    leaving = _in_place(var_dir)
    if leaving == coming:
        return
    if leaving is not None:
        _move(var_dir, var_dir / "parked" / slug(leaving))
        _write_in_place(var_dir, None)
    _move(var_dir / "parked" / slug(coming), var_dir)
    _write_in_place(var_dir, coming)


def _move(old: Path, new: Path) -> None:
    for name in FOLDERS:
        if (old / name).exists():
            new.mkdir(parents=True, exist_ok=True)
            (old / name).rename(new / name)


def _in_place(var_dir: Path) -> str | None:
    file = var_dir / "local" / "source.json"
    return json.loads(file.read_text())["source"] if file.exists() else None


def _write_in_place(var_dir: Path, source: str | None) -> None:
    file = var_dir / "local" / "source.json"
    kept.write_private(file, json.dumps({"source": source}))
