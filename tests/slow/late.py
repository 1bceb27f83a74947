"""A late batch made of what was landed before, and two workbooks laid side by side."""

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import dict_row
from python_calamine import CalamineWorkbook
from tests.batches import Row, Rows, write_batch

from claim_review.landing.dictionary import tables

SENT = "2025-05-06 10:00:00"
_BELONGS_BY = {
    "setl_d": "setl_id",
    "fee_list_d": "setl_id",
    "mdtrt_d": "mdtrt_id",
    "setl_diag_list_d": "mdtrt_id",
}
_KEYS = ("setl_id", "mdtrt_id", "bkkp_sn", "diag_info_id", "rx_drord_no")
# What is not taken back with its sign: a price stays what it was.
_NO_SUMS = ("pric", "pric_uplmt_amt", "selfpay_prop")
_NOTHING = ("", "—")
# The number of a chapter or section.
_ORDINAL = re.compile(r"^(\w+、|（\w+）)")

# Table, row, column and figure, counted.
Figures = Counter[tuple[str, str, str, Any]]


def write_late(url: str, landing: Path, added: str, taken_back: str) -> Path:
    """Write a late batch: one settlement again under other keys, another taken back."""
    every: Rows = {name: [] for name, table in tables().items() if table.is_required}
    with psycopg.connect(url, row_factory=dict_row) as connection:
        for table, rows in landed(connection, added).items():
            every[table] += [_again(row) for row in rows]
        back = landed(connection, taken_back)
        for table in ("setl_d", "fee_list_d"):
            every[table] += [reversal_of(table, row) for row in back[table]]
    return write_batch(landing, "2025Q1-late-1", every, kind="late")


def landed(connection: psycopg.Connection, setl_id: str) -> Rows:
    """Return all rows of a settlement as they were sent."""
    query = "select mdtrt_id from raw.setl_d where setl_id = %s"
    ids = {"setl_id": setl_id} | connection.execute(query, (setl_id,)).fetchone()
    return {
        table: [
            _sent(row)
            for row in connection.execute(
                sql.SQL("select * from raw.{} where {} = %s").format(
                    sql.Identifier(table), sql.Identifier(key)
                ),
                (ids[key],),
            )
        ]
        for table, key in _BELONGS_BY.items()
    }


def _sent(row: dict[str, Any]) -> Row:
    unsent = ("batch_id", "line_number", "other_columns", "batch_quarter")
    return {name: value or "" for name, value in row.items() if name not in unsent}


def _again(row: Row) -> Row:
    keys = {name: f"{row[name]}L" for name in _KEYS if row.get(name)}
    return row | keys | {"exch_updt_time": SENT}


def reversal_of(table: str, row: Row, share: int = 1) -> Row:
    """Return a row that takes another back, or that share of its sums and quantity."""
    sums = {
        column.name: str(-Decimal(row[column.name]) / share)
        for column in tables()[table].columns
        if column.type.startswith("numeric")
        and column.name not in _NO_SUMS
        and row.get(column.name)
    }
    key = {"setl_d": "setl_id", "fee_list_d": "bkkp_sn"}[table]
    first = {"setl_d": "init_setl_id", "fee_list_d": "init_feedetl_sn"}[table]
    mark = {"refd_setl_flag": "1"} if table == "setl_d" else {}
    ids = {"setl_id": f"{row['setl_id']}R", key: f"{row[key]}R", first: row[key]}
    return row | sums | ids | mark | {"exch_updt_time": SENT}


def gone_and_new(before: Path, now: Path) -> tuple[Figures, Figures]:
    """Return the figures that only the first of two workbooks shows, and the others."""
    old, new = (Counter(_figures(path)) for path in (before, now))
    return old - new, new - old


def listed(workbook: Path) -> tuple[Figures, Figures]:
    """Return the same as a workbook itself lists it in its sheet 修订对照."""
    old, new = Counter(), Counter()
    book = CalamineWorkbook.from_path(workbook)
    is_there = "修订对照" in book.sheet_names
    rows = book.get_sheet_by_name("修订对照").to_python()[1:] if is_there else []
    for table, row, column, was, is_ in rows:
        place = (table, row.split("，")[0], column)
        old[*place, was] += was not in _NOTHING
        new[*place, is_] += is_ not in _NOTHING
    return old - new, new - old


def _figures(workbook: Path) -> Iterator[tuple[str, str, str, Any]]:
    book = CalamineWorkbook.from_path(workbook)
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python()
        if name == "正文数据":
            # How much a version changed is no change itself.
            told = [row for row in rows[1:] if row[0] != "修订说明"]
            found = ((name, _ORDINAL.sub("", row[0]), *row[1:]) for row in told)
        elif name == "目录" or name.startswith("修订"):
            continue
        else:
            title, heads = rows[0][0].split("　", 1)[1], rows[1]
            found = (
                (title, row[0], head, cell)
                for row in rows[2:]
                for head, cell in zip(heads[1:], row[1:], strict=True)
            )
        yield from (figure for figure in found if figure[-1] not in _NOTHING)
