"""A batch that sends a part of a landed quarter again: what a late batch costs."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg import sql

from claim_review.landing.dictionary import Table, tables
from claim_review.landing.files import file_sha256

_SENT = "2025-05-06 10:00:00"
_COPY = """
copy (select {columns} from raw.{table} where {chosen}) to stdout (format csv, header)
"""
# One encounter in so many, the same ones in every table.
_OF_ENCOUNTERS = "mod(hashtextextended(mdtrt_id, 0), {}) = 0"


def write_again(
    url: str, landing: Path, batch_id: str, quarter: str, one_in: int
) -> int:
    """Write a correction with every `one_in`-th encounter of the quarter, sent anew.

    What is about no person comes whole, registers of people come empty. Returns the
    number of fee lines.
    """
    folder = landing / batch_id
    folder.mkdir(parents=True)
    with psycopg.connect(url) as connection:
        entries = {
            name: _write(connection, folder, table, one_in)
            for name, table in tables().items()
        }
    manifest = {
        "format": "claim-review/batch@1",
        "batch_id": batch_id,
        "source": "bench",
        "quarter": quarter,
        "kind": "correction",
        "extracted_from": "2025-05-01T00:00:00+08:00",
        "extracted_to": datetime.now(UTC).isoformat(),
        "tables": entries,
    }
    text = json.dumps(manifest, ensure_ascii=False)
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    return entries["fee_list_d"]["rows"]


def _write(
    connection: psycopg.Connection, folder: Path, table: Table, one_in: int
) -> dict[str, str | int]:
    names = [column.name for column in table.columns]
    if "mdtrt_id" in names:
        chosen = _OF_ENCOUNTERS.format(one_in)
    else:
        chosen = "false" if "psn_no" in names else "true"
    columns = [
        sql.SQL("{} as exch_updt_time").format(sql.Literal(_SENT))
        if name == "exch_updt_time"
        else sql.Identifier(name)
        for name in names
    ]
    query = sql.SQL(_COPY).format(
        columns=sql.SQL(", ").join(columns),
        table=sql.Identifier(table.name),
        chosen=sql.SQL(chosen),
    )
    path = folder / f"{table.name}.csv.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        cursor = connection.cursor()
        with cursor.copy(query) as copy:
            for block in copy:
                file.write(block)
    return {"file": path.name, "rows": cursor.rowcount, "sha256": file_sha256(path)}
