"""Where a source keeps the tables of a batch: include/province/<source>.yml."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from claim_review.landing.dictionary import Table, tables
from claim_review.moments import ZONE
from claim_review.settings import REPO_DIR
from claim_review.warehouse import RefusedError

FOLDER = REPO_DIR / "include" / "province"

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_HEAD = {
    "label": str,
    "begin": datetime,
    "overlap_hours": int,
    "lag_minutes": int,
    "tables": dict,
}
_TABLE = {
    "from": str,
    "select": str,
    "where": str,
    "changed": list,
    "of": dict,
    "columns": dict,
}


@dataclass(frozen=True)
class SourceTable:
    """One table of the batch, as the source has it.

    `rows` is a table's name, or a query where `is_query`. `changed` are the source's
    columns that say when a row changed; without any, the table is read whole. `of`
    maps other tables of the batch to the column by which rows go with theirs.
    """

    table: Table
    rows: str
    is_query: bool
    where: str | None
    changed: tuple[str, ...]
    of: dict[str, str]
    columns: dict[str, str]


@dataclass(frozen=True)
class Mapping:
    """One source; `begin` lies in the first quarter that is to be reviewed."""

    source: str
    label: str
    begin: datetime
    overlap: timedelta
    lag: timedelta
    times_are_text: bool
    tables: tuple[SourceTable, ...]


def read_mapping(source: str, folder: Path = FOLDER) -> Mapping:
    """Return the mapping of a source; raise RefusedError naming all that is wrong."""
    if not _NAME.fullmatch(source):
        raise RefusedError(f"{source!r} is not the name of a source, such as gansu")
    path = folder / f"{source}.yml"
    try:
        written = yaml.safe_load(path.read_text("utf-8"))
    except FileNotFoundError:
        raise RefusedError(f"there is no source {source}: {path} is missing") from None
    except yaml.YAMLError as error:
        raise RefusedError(f"{path}: {error}") from None
    problems = _problems(written)
    if problems:
        raise RefusedError("\n".join(f"{path}: {problem}" for problem in problems))
    return _mapping(source, written)


def _mapping(source: str, written: dict[str, Any]) -> Mapping:
    begin = written["begin"]
    return Mapping(
        source=source,
        label=written["label"],
        begin=begin if begin.tzinfo else begin.replace(tzinfo=ZONE),
        overlap=timedelta(hours=written["overlap_hours"]),
        lag=timedelta(minutes=written["lag_minutes"]),
        times_are_text=written.get("times_are_text", False),
        tables=tuple(
            _source_table(table, written["tables"][name])
            for name, table in tables().items()
            if name in written["tables"]
        ),
    )


def _source_table(table: Table, written: dict[str, Any]) -> SourceTable:
    return SourceTable(
        table=table,
        rows=written.get("select") or written["from"],
        is_query="select" in written,
        where=written.get("where"),
        changed=tuple(written.get("changed", [])),
        of=written.get("of", {}),
        columns=written.get("columns", {}),
    )


def _problems(written: Any) -> list[str]:
    if not isinstance(written, dict):
        return ["it is not a mapping of names to values"]
    problems = _shape(written, {**_HEAD, "times_are_text": bool}, "")
    problems += [f"{name} is missing" for name in _HEAD if name not in written]
    problems += [
        f"{name} is less than nothing"
        for name in ("overlap_hours", "lag_minutes")
        if isinstance(written.get(name), int) and written[name] < 0
    ]
    listed = written.get("tables")
    if not isinstance(listed, dict):
        return problems
    problems += [
        f"tables: {name} is missing, every batch needs it"
        for name, table in tables().items()
        if table.is_required and name not in listed
    ]
    for name, value in listed.items():
        problems += _table_problems(name, value, listed)
    return problems


def _table_problems(name: str, value: Any, listed: dict[str, Any]) -> list[str]:
    where = f"tables.{name}"
    table = tables().get(name)
    if table is None or not isinstance(value, dict):
        return [f"{where} is not a table of a batch with its place in the source"]
    problems = _shape(value, _TABLE, f"{where}.")
    if ("from" in value) == ("select" in value):
        problems.append(f"{where} says neither or both of from and select")
    for parent, column in (value.get("of") or {}).items():
        if parent not in listed or parent not in tables() or parent == name:
            problems.append(f"{where}.of: {parent} is no other table listed here")
        elif not (table.column(column) and tables()[parent].column(column)):
            problems.append(f"{where}.of: {column} is not a column of both")
    problems += [
        f"{where}.columns: {column} is not a column of the table"
        for column in value.get("columns") or {}
        if column not in {known.name for known in table.columns}
    ]
    return problems


def _shape(value: dict[str, Any], known: dict[str, type], where: str) -> list[str]:
    """Return which names are unknown and which values are not of their type."""
    problems = [f"{where}{name} is not known" for name in value if name not in known]
    problems += [
        f"{where}{name} is not of type {known[name].__name__}"
        for name in value
        if name in known and not isinstance(value[name], known[name])
    ]
    return problems
