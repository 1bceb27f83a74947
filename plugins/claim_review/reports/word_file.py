"""A Word file as a whole: its properties, its tables, the order of its parts."""

import hashlib
import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime

import docx
from docx.document import Document

from claim_review.reports.document import Column
from claim_review.reports.word_look import (
    add_row,
    add_text,
    new_table,
    put_in_order,
    set_page,
)
from claim_review.reports.word_xml import cell_rule, repeat_row

_SHORT = 12
# What a cell leaves empty at both sides, and what a Chinese character of 10.5 pt takes.
_INSET_MM, _CHARACTER_MM = 2.0, 3.75


def new_document(title: str, made_at: datetime) -> Document:
    """Return an empty document that tells nobody's name."""
    document = docx.Document()
    properties = document.core_properties
    properties.author = properties.comments = ""
    properties.title = title
    properties.created = properties.modified = made_at.astimezone(UTC)
    set_page(document)
    return document


def add_table(
    document: Document,
    columns: tuple[Column, ...],
    rows: list[list[str]],
    total: Sequence[str] = (),
) -> None:
    """Append a table whose head is on each page; without rows, say that it has none.

    A short table moves to the next page rather than being cut.
    """
    if not rows:
        add_text(document, "无", "Report Cell")
        return
    table = new_table(document, columns)
    add_row(
        table,
        columns,
        ["\n".join(head_lines(c.head, c.width_mm)) for c in columns],
        "Report Head",
        True,
    )
    is_short = len(rows) <= _SHORT
    for number, row in enumerate(rows, start=1):
        holds_next = is_short and (number < len(rows) or bool(total))
        add_row(table, columns, row, "Report Cell", holds_next)
    if total:
        add_row(table, columns, list(total), "Report Head", False)
    repeat_row(table.rows[0])
    for cell in table.rows[0].cells:
        cell_rule(cell, "bottom", 6)
    add_text(document, "", "Report Gap")


def head_lines(head: str, width_mm: float) -> list[str]:
    """Return the lines of a column's head: one too wide is broken before its unit."""
    name, bracket, unit = head.partition("（")
    taken = sum(0.55 if sign.isascii() else 1 for sign in head) * _CHARACTER_MM
    if taken + _INSET_MM <= width_mm or not (name and bracket):
        return [head]
    return [name, bracket + unit]


def saved(document: Document) -> bytes:
    """Return the file of a document."""
    put_in_order(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def docx_sha256(data: bytes) -> str:
    """Return the hash of the parts of a Word file.

    The file itself differs from run to run: a zip archive keeps the time of day.
    """
    digest = hashlib.sha256()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in sorted(archive.namelist()):
            part = hashlib.sha256(archive.read(name)).hexdigest()
            digest.update(f"{name} {part}\n".encode())
    return digest.hexdigest()
