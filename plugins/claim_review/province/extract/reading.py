"""All tables of one window, read in one snapshot into files."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from claim_review.province.extract.cells import texts_of
from claim_review.province.extract.mapping import Mapping
from claim_review.province.extract.queries import Found, Questions, find
from claim_review.province.extract.watermarks import digest
from claim_review.province.extract.window import Window
from claim_review.province.extract.writing import TableFile
from claim_review.quarters import Quarter
from claim_review.warehouse import RefusedError

# So many rows are in memory at a time, of however large a table.
_FETCHED = 5_000
_TOLD_EVERY = 200_000

# One snapshot for all tables: what is committed meanwhile is left to the next window.
_ISOLATION = {
    "postgresql": "REPEATABLE READ",
    "mysql": "REPEATABLE READ",
    "mariadb": "REPEATABLE READ",
    "oracle": "SERIALIZABLE",
    "mssql": "SNAPSHOT",
}


@dataclass(frozen=True)
class Taken:
    """What one window gave: the manifest's entries, by table.

    `seen` are digests of rows that the next window meets again; `settlements` counts
    those that stand by the quarter of their settlement.
    """

    entries: dict[str, dict[str, Any]]
    seen: dict[str, frozenset[bytes]]
    settlements: Counter[str]

    @property
    def rows(self) -> dict[str, int]:
        return {name: entry["rows"] for name, entry in self.entries.items()}

    def kind(self, quarter: str) -> str:
        """Return what a batch is: of its quarter, late for others, or neither."""
        if self.settlements[quarter]:
            return "regular"
        return "late" if self.settlements else "correction"


def take(
    source_url: str,
    mapping: Mapping,
    windows: dict[str, Window],
    known: dict[str, frozenset[bytes]],
    folder: Path,
    told: Callable[[str], None],
) -> Taken:
    """Write the rows of the windows that are not `known` into files of the folder."""
    taken = Taken({}, {}, Counter())
    with _snapshot(source_url) as connection:
        found = [find(connection, place) for place in mapping.tables]
        questions = Questions(mapping, found, windows)
        for each in found:
            name = each.place.table.name
            reader = _Reader(each, known.get(name, frozenset()), folder)
            started = time.monotonic()
            for query in questions.of(name):
                for row in _stream(connection, query, name):
                    reader.add(row, taken.settlements)
                    if reader.read % _TOLD_EVERY == 0:
                        told(f"{mapping.source} {name}: {reader.read} rows ...")
            entry = reader.file.close()
            if entry is not None:
                taken.entries[name] = entry
            taken.seen[name] = frozenset(reader.again)
            told(
                f"{mapping.source} {name}: {reader.read} rows read, "
                f"{reader.file.rows} new, {time.monotonic() - started:.1f} s"
            )
    return taken


@contextmanager
def _snapshot(source_url: str) -> Iterator[sa.Connection]:
    """Open the source for reading only; leave nothing behind there."""
    engine = sa.create_engine(address(source_url), poolclass=sa.NullPool)
    options: dict[str, Any] = {"stream_results": True, "yield_per": _FETCHED}
    if engine.dialect.name in _ISOLATION:
        options["isolation_level"] = _ISOLATION[engine.dialect.name]
    if engine.dialect.name == "postgresql":
        options["postgresql_readonly"] = True
    with engine.connect() as connection:
        connection = connection.execution_options(**options)
        try:
            yield connection
        finally:
            connection.rollback()


def address(url: str) -> sa.URL:
    """Return the address of a source; raise RefusedError without the password in it.

    Airflow writes `postgres` for PostgreSQL, and extras that no driver knows.
    """
    try:
        parsed = sa.make_url(url.replace("postgres://", "postgresql://", 1))
    except sa.exc.ArgumentError:
        raise RefusedError(
            "the source's address is none; it is a URL of SQLAlchemy such as "
            "postgresql://reader@host:5432/database"
        ) from None
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    return parsed.difference_update_query(["__extra__"])


def _stream(connection: sa.Connection, query: sa.Select, name: str) -> Iterator[sa.Row]:
    result = connection.execute(query)
    for rows in result.partitions():
        yield from rows


class _Reader:
    """Turns the rows of one table into cells and keeps those that are new."""

    def __init__(self, found: Found, known: frozenset[bytes], folder: Path) -> None:
        self._known = known
        self._names = [column.name for column in found.columns]
        self._flag = (
            self._names.index("vali_flag") if "vali_flag" in self._names else None
        )
        self._table = found.place.table.name
        self.file = TableFile(folder, found.place.table, found.columns)
        self.again: set[bytes] = set()
        self.read = 0

    def add(self, row: sa.Row, settlements: Counter[str]) -> None:
        *values, deleted, is_met_again = row
        self.read += 1
        try:
            cells = texts_of(values)
        except TypeError as error:
            raise RefusedError(f"{self._table}: {error}: {self._names}") from None
        if deleted is not None and self._flag is not None:
            is_deleted = texts_of([deleted])[0] == "1"
            cells[self._flag] = "0" if is_deleted else cells[self._flag] or "1"
        if is_met_again or self._known:
            found = digest(cells)
            if is_met_again:
                self.again.add(found)
            if found in self._known:
                return
        self.file.add(cells)
        if self._table == "setl_d":
            _count(dict(zip(self._names, cells, strict=True)), settlements)


def _count(settlement: dict[str, str], settlements: Counter[str]) -> None:
    """Count a settlement that stands for the quarter in which it was settled."""
    if settlement["vali_flag"] == "0" or settlement["init_setl_id"]:
        return
    try:
        day = date.fromisoformat(settlement["setl_time"][:10])
    except ValueError:
        return
    settlements[str(Quarter.of(day))] += 1
