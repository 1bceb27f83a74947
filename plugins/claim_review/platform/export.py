"""The cases of a batch as files in the shape of the platform's tables."""

import csv
import hashlib
import io
import json
import re
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import dict_row

from claim_review.exchange.appeals import UnknownBatchError
from claim_review.moments import ZONE
from claim_review.platform import export_queries
from claim_review.platform.codes import Codes, codes_on
from claim_review.platform.columns import DETAILS, DOCUMENTS, SUSPECTS, columns_of

MANIFEST = "manifest.json"
FORMAT = "claim-review/platform@1"
_QUERIES = {
    DOCUMENTS: export_queries.DOCUMENTS,
    SUSPECTS: export_queries.SUSPECTS,
    DETAILS: export_queries.DETAILS,
}
# A spreadsheet takes what begins so for a formula.
_FORMULA = re.compile(r"^[=+\-@\t\r]")


class TooLongError(ValueError):
    """A value does not fit the platform's column; nothing was written."""


def export_batch(
    connection: psycopg.Connection, batch_id: str, as_of: datetime
) -> dict[str, bytes]:
    """Return the files of a batch by name, the manifest last.

    It holds the cases that went out with the batch, or before that those that wait for
    it, as they stood at `as_of`; the same moment gives the same bytes. Raises
    UnknownBatchError, and TooLongError naming table, column and row.
    """
    told = {"batch_id": batch_id, "as_of": as_of}
    codes = codes_on(as_of.astimezone(ZONE).date())
    files, tables = {}, {}
    with connection.cursor(row_factory=dict_row) as cursor:
        query = "select from review.dispatch_batch where batch_id = %(batch_id)s"
        if cursor.execute(query, told).fetchone() is None:
            raise UnknownBatchError(f"no batch {batch_id} was approved")
        for table, query in _QUERIES.items():
            rows = cursor.execute(query, told).fetchall()
            content = _csv(table, rows, codes)
            files[f"{table}.csv"] = content
            tables[table] = {
                "file": f"{table}.csv",
                "rows": len(rows),
                "sha256": hashlib.sha256(content).hexdigest(),
            }
    manifest = {
        "format": FORMAT,
        "batch": batch_id,
        "made_at": as_of.astimezone(ZONE).isoformat(),
        "codes_are_confirmed": codes.are_confirmed,
        "tables": tables,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    return files | {MANIFEST: text.encode()}


def write_files(folder: Path, files: dict[str, bytes]) -> None:
    """Write files into a folder, the manifest last: with it the others are complete."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MANIFEST).unlink(missing_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)


def _csv(table: str, rows: list[dict[str, Any]], codes: Codes) -> bytes:
    columns = columns_of(table)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(column.name for column in columns)
    for row in rows:
        cells = []
        for column in columns:
            cell = _cell(column.name, row.get(column.name), codes)
            if column.size is not None and len(cell) > column.size:
                raise TooLongError(
                    f"{table}.{column.name} of {next(iter(row.values()))}: "
                    f"{len(cell)} characters, the platform takes {column.size}"
                )
            cells.append(cell)
        writer.writerow(cells)
    return text.getvalue().encode()


def _cell(name: str, value: Any, codes: Codes) -> str:
    """Return a value as text; one that looks like a formula has ' before it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, Decimal):
        return format(value, "f")
    if name in codes.columns or name == "doc_stas":
        # Documents stand where their cases do.
        name = "supn_suspt_stas" if name == "doc_stas" else name
        return codes.value(name, value)
    text = str(value)
    return f"'{text}" if _FORMULA.match(text) else text
