"""A second database that plays the province, and a desk that extracts from it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
import yaml
from psycopg import sql
from pydantic import SecretStr
from tests.batches import Row, Rows
from tests.integration.landing.loading import connect

from claim_review.landing.dictionary import tables
from claim_review.landing.folder import find_batches, look_at
from claim_review.landing.publishing import publish
from claim_review.landing.report import Report
from claim_review.landing.staging import drop_leftovers, stage
from claim_review.moments import ZONE
from claim_review.province.extract import extract, read_mapping
from claim_review.province.extract.watermarks import Extracted
from claim_review.settings import Settings

SCHEMA = "setlcent_db"
CHANGED = "exch_updt_time"
_PARENTS = {
    "mdtrt_d": {"setl_d": "mdtrt_id"},
    "fee_list_d": {"setl_d": "setl_id"},
    "setl_diag_list_d": {"setl_d": "mdtrt_id", "mdtrt_d": "mdtrt_id"},
    "psn_info_b": {"setl_d": "psn_no"},
}
REQUIRED = [name for name, table in tables().items() if table.is_required]


def at(day: int, hour: int = 0, month: int = 3) -> datetime:
    """Return a moment of the year 2025 on the province's clock."""
    return datetime(2025, month, day, hour, tzinfo=ZONE)


def stamp(day: int, hour: int = 0, month: int = 3) -> str:
    """Return the same as the province's tables hold it."""
    return f"2025-{month:02d}-{day:02d} {hour:02d}:00:00"


@dataclass
class Province:
    """The province's database; `names` maps our columns to those that it uses."""

    url: str
    has_interface_names: bool = False
    also: dict[str, str] = field(default_factory=lambda: {"deleted": "varchar(3)"})

    def make(self) -> None:
        """Make its schema anew, empty."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute("set client_min_messages = warning")
            connection.execute(f"drop schema if exists {SCHEMA} cascade")
            connection.execute(f"create schema {SCHEMA}")
            for name in REQUIRED:
                columns = [
                    f"{self.name(name, column.name)} {column.type}"
                    for column in tables()[name].columns
                ]
                columns += [f"{name} {type}" for name, type in self.also.items()]
                said = ", ".join(columns)
                connection.execute(f"create table {SCHEMA}.{name} ({said})")

    def name(self, table: str, column: str) -> str:
        known = tables()[table].column(column)
        if known and known.aliases and self.has_interface_names:
            return known.aliases[0]
        return column

    def put(self, rows: Rows) -> None:
        """Add rows; a key that is there already gets the new version of its row."""
        with psycopg.connect(self.url) as connection:
            for table, versions in rows.items():
                for row in versions:
                    self.put_row(connection, table, row)

    def put_row(self, connection: psycopg.Connection, table: str, row: Row) -> None:
        names = {self.name(table, name): value or None for name, value in row.items()}
        key = tables()[table].key[0].name
        relation = sql.Identifier(SCHEMA, table)
        delete = sql.SQL("delete from {} where {} = %s")
        column = sql.Identifier(self.name(table, key))
        connection.execute(delete.format(relation, column), [row[key]])
        insert = sql.SQL("insert into {} ({}) values ({})").format(
            relation,
            sql.SQL(", ").join(map(sql.Identifier, names)),
            sql.SQL(", ").join([sql.Placeholder()] * len(names)),
        )
        connection.execute(insert, list(names.values()))

    def rows(self, table: str, columns: str) -> list[tuple]:
        """Return the columns, by our names, as text."""
        asked = ", ".join(
            f"{self.name(table, name)}::text" for name in columns.split(", ")
        )
        with psycopg.connect(self.url) as connection:
            query = f"select {asked} from {SCHEMA}.{table} order by {asked}"
            return connection.execute(query).fetchall()


def mapping_text(**changes: Any) -> dict[str, Any]:
    """Return a mapping of the province's tables; keywords change those of tables."""
    listed = {}
    for name in REQUIRED:
        listed[name] = {"from": f"{SCHEMA}.{name}", "changed": [CHANGED]}
        if name in _PARENTS:
            listed[name]["of"] = _PARENTS[name]
    listed["fixmedins_b"].pop("changed")
    for name, change in changes.items():
        listed[name] = listed[name] | change
    return {
        "label": "an invented province",
        "begin": datetime(2025, 1, 1),  # noqa: DTZ001, as YAML has it
        "overlap_hours": 24,
        "lag_minutes": 60,
        "tables": listed,
    }


@dataclass
class Desk:
    """One installation: a warehouse, a landing area, and the source's mapping."""

    province: Province
    url: str
    folder: Path
    text: dict[str, Any] = field(default_factory=mapping_text)

    @property
    def settings(self) -> Settings:
        return Settings(
            warehouse_url=SecretStr(self.url), landing_dir=self.folder / "landing"
        )

    @property
    def landing(self) -> Path:
        return self.settings.landing

    def extract(
        self,
        now: datetime,
        since: datetime | None = None,
        told: Callable[[str], None] = lambda line: None,
        source_url: str | None = None,
    ) -> list[Extracted]:
        path = self.folder / "invented.yml"
        path.write_text(yaml.safe_dump(self.text, allow_unicode=True), "utf-8")
        return extract(
            source_url or self.province.url,
            self.url,
            read_mapping("invented", self.folder),
            self.settings,
            now,
            since,
            told,
        )

    def batches(self) -> list[str]:
        return [folder.name for folder in find_batches(self.landing)]

    def load(self) -> None:
        """Load what is new as the loader does, without the checks at the door."""
        with connect(self.url) as connection:
            for folder in sorted(find_batches(self.landing), key=_number):
                query = "select from raw.batch where batch_id = %s"
                if connection.execute(query, [folder.name]).fetchone() is None:
                    _load(connection, folder)


def _number(folder: Path) -> int:
    return int(folder.name.rpartition("-")[2])


def _load(connection: psycopg.Connection, folder: Path) -> None:
    seen = look_at(folder)
    assert seen.defects == ()
    staged = stage(connection, folder, seen.manifest)
    assert not any(table.rows_set_aside for table in staged)
    publish(connection, seen, staged, Report("loaded", None), at(1))
    drop_leftovers(connection, seen.batch_id)
