"""manifest.json: what the sender says the batch holds."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from claim_review.landing.dictionary import Table, tables
from claim_review.landing.refused import Refused
from claim_review.quarters import Quarter

FORMAT = "claim-review/batch@1"
KINDS = ("regular", "late", "correction")

# The id becomes the name of the quality page, so it must be a plain file name.
_BATCH_ID_BYTES = 200
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")


@dataclass(frozen=True)
class TableEntry:
    """What the manifest says of one table; `sums` are in yuan."""

    table: Table
    file: str
    rows: int
    sha256: str
    sums: dict[str, Decimal]


@dataclass(frozen=True)
class Manifest:
    """A manifest without defects; `unknown_tables` are listed but not ours."""

    batch_id: str
    source: str
    quarter: Quarter
    kind: str
    extracted_from: datetime
    extracted_to: datetime
    entries: tuple[TableEntry, ...]
    unknown_tables: tuple[str, ...]


def parse_json(text: bytes) -> dict[str, Any]:
    """Return the manifest's JSON object; raise Refused when it is none."""
    try:
        value = json.loads(text, parse_float=Decimal, parse_constant=Decimal)
    except ValueError as error:
        raise Refused(f"manifest.json is not JSON: {error}") from None
    if not isinstance(value, dict):
        raise Refused("manifest.json is not a JSON object")
    return value


def is_batch_id(value: Any) -> bool:
    """Return whether the value can name a batch and, with a suffix, a file."""
    return (
        isinstance(value, str)
        and 0 < len(value.encode("utf-8", "replace")) <= _BATCH_ID_BYTES
        and value.isprintable()
        and not value.startswith(".")
        and not set(value) & set("/\\")
    )


def check_manifest(value: dict[str, Any]) -> Manifest:
    """Return the manifest; raise Refused naming every defect at once."""
    defects = [*_head_defects(value), *_table_defects(value.get("tables"))]
    if defects:
        raise Refused(*defects)
    listed = value["tables"]
    return Manifest(
        batch_id=value["batch_id"],
        source=storable(str(value.get("source") or "")),
        quarter=Quarter.parse(value["quarter"]),
        kind=value["kind"],
        extracted_from=datetime.fromisoformat(value["extracted_from"]),
        extracted_to=datetime.fromisoformat(value["extracted_to"]),
        entries=tuple(
            _entry(table, listed[name])
            for name, table in tables().items()
            if name in listed
        ),
        unknown_tables=tuple(storable(name) for name in listed if name not in tables()),
    )


def _entry(table: Table, value: dict[str, Any]) -> TableEntry:
    sums = value.get("sums") or {}
    return TableEntry(
        table=table,
        file=value["file"],
        rows=value["rows"],
        sha256=value["sha256"].lower(),
        sums={table.column(name).name: Decimal(text) for name, text in sums.items()},
    )


def _head_defects(value: dict[str, Any]) -> Iterator[str]:
    if value.get("format") != FORMAT:
        yield f'manifest.json: format is {_shown(value, "format")}, not "{FORMAT}"'
    if not is_batch_id(value.get("batch_id")):
        yield (
            f"manifest.json: batch_id is {_shown(value, 'batch_id')}; it must be "
            f"printable text that can name a file, of at most {_BATCH_ID_BYTES} bytes"
        )
    if value.get("kind") not in KINDS:
        kinds = ", ".join(KINDS)
        yield f"manifest.json: kind is {_shown(value, 'kind')}, not one of {kinds}"
    try:
        Quarter.parse(value.get("quarter"))
    except (ValueError, TypeError):
        quarter = _shown(value, "quarter")
        yield f"manifest.json: quarter is {quarter}, not such as 2025Q1"
    yield from _window_defects(value)


def _window_defects(value: dict[str, Any]) -> Iterator[str]:
    times = []
    for name in ("extracted_from", "extracted_to"):
        time = _time(value.get(name))
        times.append(time)
        if time is None:
            yield (
                f"manifest.json: {name} is {_shown(value, name)}, not a time with its "
                "zone such as 2025-04-16T00:00:00+08:00"
            )
    if None not in times and times[0] >= times[1]:
        yield "manifest.json: extracted_from is not before extracted_to"


def _time(text: Any) -> datetime | None:
    try:
        time = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return time if time.tzinfo else None


def _table_defects(listed: Any) -> Iterator[str]:
    if not isinstance(listed, dict):
        yield "manifest.json: tables is not an object"
        return
    for name, table in tables().items():
        if name in listed:
            yield from _entry_defects(table, listed[name])
        elif table.is_required:
            yield f"manifest.json: required table {name} is not listed"


def _entry_defects(table: Table, value: Any) -> Iterator[str]:
    where = f"manifest.json: tables.{table.name}"
    if not isinstance(value, dict):
        yield f"{where} is not an object"
        return
    if not _is_file_name(value.get("file")):
        file = _shown(value, "file")
        yield f"{where}.file is {file}, not the name of a file beside it"
    if type(value.get("rows")) is not int or value["rows"] < 0:
        yield f"{where}.rows is {_shown(value, 'rows')}, not a number of rows"
    if not _SHA256.fullmatch(str(value.get("sha256"))):
        yield f"{where}.sha256 is {_shown(value, 'sha256')}, not 64 hexadecimal digits"
    sums = value.get("sums") or {}
    if not isinstance(sums, dict):
        yield f"{where}.sums is not an object"
        return
    for name, amount in sums.items():
        column = table.column(name)
        if column is None or not column.is_number:
            yield f"{where}.sums names {name}, which is not an amount of this table"
        elif not _is_amount(amount):
            yield f"{where}.sums.{name} is {_shown(sums, name)}, not an amount"


def _is_file_name(value: Any) -> bool:
    """Return whether the value names a file in the batch folder and nowhere else."""
    if not isinstance(value, str) or value in ("", ".", ".."):
        return False
    return not re.search(r"[/\\\x00-\x1f]", value)


def _is_amount(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        return False
    try:
        return Decimal(value).is_finite()
    except InvalidOperation:
        return False


def storable(text: str) -> str:
    """Return the text without what PostgreSQL cannot store: NUL, half characters."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def _shown(value: dict[str, Any], name: str) -> str:
    """Return the value as JSON, cut short; `missing` when it is not there."""
    if name not in value:
        return "missing"
    return storable(json.dumps(value[name], ensure_ascii=False, default=str)[:80])
