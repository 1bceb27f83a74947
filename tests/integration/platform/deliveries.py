"""Deliveries of the platform for tests: rows as files with their manifest."""

import csv
import hashlib
import io
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from tests.integration.cases.casework import START

from claim_review.platform.delivery import read_manifest
from claim_review.platform.export import export_batch, write_files
from claim_review.platform.keeping import TakenIn
from claim_review.platform.reading import Delivery, read_delivery
from claim_review.platform.taking import take_in

LATER = START + timedelta(days=60)
DOCUMENT = {
    "doc_id": "D1",
    "task_id": "T1",
    "medins_id": "H1",
    "crter_id": "dispatcher-1",
    "crte_time": "2025-07-22 09:00:00",
    "appl_ddln": "2025-08-05 23:59:59",
    "rfus_bchno": "",
}
SUSPECT = {
    "doc_suspt_id": "X1",
    "doc_id": "D1",
    "vola_rslt_id": "A",
    "supn_suspt_stas": "40",
    "updt_time": "2025-07-22 09:00:00",
}
APPEALED = {
    "appl_flag": "1",
    "appler": "office-1",
    "appl_amt": "90",
    "appl_rea": "病情需要",
    "appl_time": "2025-07-23 09:00:00",
    "supn_suspt_stas": "70",
    "updt_time": "2025-07-23 09:00:00",
}
DECIDED = {
    **APPEALED,
    "finl_chker": "agency-9",
    "finl_chktime": "2025-07-24 09:00:00",
    "finl_chk_vola_flag": "1",
    "finl_chk_opnn": "CLIN_JUSTIFIED｜部分合理",
    "finl_vola_amt": "60.00",
    "supn_suspt_stas": "80",
    "updt_time": "2025-07-24 09:00:00",
}


def table(rows: list[dict[str, Any]]) -> bytes:
    """Return rows as a CSV file; a column that only some have is empty in others."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, names, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def write(folder: Path, tables: dict[str, bytes], made_at: datetime = LATER) -> Path:
    """Write a delivery of files by table, with a manifest that is true."""
    entries = {
        name: {
            "file": f"{name}.csv",
            "rows": len(list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))) - 1,
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        for name, content in tables.items()
    }
    manifest = {
        "format": "claim-review/platform@1",
        "made_at": made_at.isoformat(),
        "tables": entries,
    }
    files = {f"{name}.csv": content for name, content in tables.items()}
    write_files(folder, files | {"manifest.json": json.dumps(manifest).encode()})
    return folder


def delivery_of(folder: Path) -> Delivery:
    """Return what lies in a folder."""
    return read_delivery(folder, read_manifest(folder))


def says(
    connection: psycopg.Connection,
    folder: Path,
    *suspects: dict[str, str],
    document: dict[str, str] | None = None,
    as_of: datetime = LATER,
) -> TakenIn:
    """Take in a delivery of 疑点 of one 单据, made at the moment it is taken in."""
    tables = {
        "doc_d": table([DOCUMENT | (document or {})]),
        "doc_suspt_d": table([SUSPECT | each for each in suspects]),
    }
    return take_in(connection, delivery_of(write(folder, tables, as_of)), as_of)


def exported(
    connection: psycopg.Connection, folder: Path, batch_id: str, as_of: datetime
) -> Path:
    """Write our own export as a delivery."""
    write_files(folder, export_batch(connection, batch_id, as_of))
    return folder


def rows(connection: psycopg.Connection, query: str) -> list[tuple]:
    return connection.execute(query).fetchall()
