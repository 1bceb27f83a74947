"""The rows of batches dealt out anew, into batches that come one after the other."""

import csv
import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path

from tests.batches import Row, Rows, write_batch

# What is about no person comes with every batch, as the province sends it.
_REFERENCES = {
    *("fixmedins_b", "dr_info_b", "hilist_b", "hilist_lmtpric_d"),
    *("drug_stock_d", "trac_stock_d", "selfpay_sale_d", "device_reg_d"),
}


def read_rows(folder: Path) -> Rows:
    """Return the rows of a batch folder by table."""
    manifest = json.loads((folder / "manifest.json").read_bytes())
    return {
        table: _read(folder / entry["file"])
        for table, entry in manifest["tables"].items()
    }


def _read(path: Path) -> list[Row]:
    data = path.read_bytes()
    text = gzip.decompress(data) if path.suffix == ".gz" else data
    return list(csv.DictReader(io.StringIO(text.decode(), newline="")))


def deal(rows: Rows, parts: int, part_of: Callable[[str, Row], int]) -> list[Rows]:
    """Return the rows in so many parts; references are in each."""
    dealt: list[Rows] = [{table: [] for table in rows} for _ in range(parts)]
    for table, lines in rows.items():
        for line in lines:
            if table in _REFERENCES:
                for part in dealt:
                    part[table].append(line)
            else:
                dealt[part_of(table, line)][table].append(line)
    return dealt


def write_parts(landing: Path, quarter: str, dealt: list[Rows]) -> list[Path]:
    """Write the parts as batches of the quarter; all but the first are late."""
    return [
        write_batch(
            landing,
            f"{quarter}-part-{number}",
            rows,
            kind="late" if number else "regular",
            quarter=quarter,
        )
        for number, rows in enumerate(dealt)
    ]
