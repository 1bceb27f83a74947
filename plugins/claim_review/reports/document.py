"""A report as it is written: headings, sentences, tables and charts in their order.

Word, PDF, workbook and mail are all made of its content, in which every figure is
formatted text, so that no two of them can show a figure differently.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from claim_review.reports.numbers import MISSING

Content = dict[str, Any]
Chart = dict[str, Any]

_ORDINALS = "一二三四五六七八九十"


@dataclass(frozen=True)
class Column:
    """One column; the widths of a table add up to the 156 mm of the page."""

    head: str
    width_mm: int
    align: str = "right"


class Document:
    """Takes the parts of a report in the order in which they are read.

    `tables` is what its tables are called before their number.
    """

    def __init__(self, tables: str = "表") -> None:
        self._tables = tables
        self.blocks: list[dict[str, Any]] = []
        self.cells: list[list[str]] = []
        self._place = ""
        self._counts = {"chapter": 0, "section": 0, "table": 0, "figure": 0}

    @property
    def next_table(self) -> str:
        """The number that the next table will have, such as 表3."""
        return f"{self._tables}{self._counts['table'] + 1}"

    @property
    def next_figure(self) -> str:
        """The number that the next chart will have, such as 图2."""
        return f"图{self._counts['figure'] + 1}"

    def chapter(self, title: str) -> None:
        """Begin a chapter (一、); sections are counted anew."""
        self._counts["chapter"] += 1
        self._counts["section"] = 0
        self._place = f"{_ordinal(self._counts['chapter'])}、{title}"
        self._add("heading", level=1, text=self._place)

    def annex(self, title: str) -> None:
        """Begin an annex on a page of its own (附件); it has no number."""
        self._counts["section"] = 0
        self._place = title
        self._add("break")
        self._add("heading", level=1, text=title)

    def section(self, title: str) -> None:
        """Begin a section of the chapter (（一）)."""
        self._counts["section"] += 1
        self._place = f"（{_ordinal(self._counts['section'])}）{title}"
        self._add("heading", level=2, text=self._place)

    def text(self, *paragraphs: str) -> None:
        """Add paragraphs; an empty one adds nothing."""
        for paragraph in paragraphs:
            if paragraph:
                self._add("text", text=paragraph)

    def note(self, text: str) -> None:
        """Add a small remark below a table or chart; an empty one adds nothing."""
        if text:
            self._add("note", text=text)

    def table(
        self,
        title: str,
        columns: Sequence[Column],
        rows: Sequence[Sequence[str]],
        total: Sequence[str] = (),
    ) -> None:
        """Add a numbered table of formatted text; one without rows adds nothing.

        Right-aligned cells become numbers in the workbook.
        """
        if not rows:
            return
        for row in (*rows, *([total] if total else [])):
            if len(row) != len(columns):
                raise ValueError(f"{title}: {len(row)} cells in {len(columns)} columns")
        number = self.next_table
        self._counts["table"] += 1
        self._add(
            "table",
            number=number,
            title=title,
            columns=[asdict(column) for column in columns],
            rows=[list(row) for row in rows],
            total=list(total),
        )

    def figure(self, title: str, chart: Chart | None) -> None:
        """Add a numbered chart (see charts.KINDS); None adds nothing."""
        if chart is None:
            return
        number = self.next_figure
        self._counts["figure"] += 1
        self._add("figure", number=number, title=title, chart=chart)

    def cell(self, name: str, value: str) -> str:
        """Return a figure for a sentence; the workbook lists it under this name.

        For figures that stand in no table, such as a share that only a sentence tells.
        """
        self.cells.append([self._place, name, value])
        return value

    def signature(self, *names: str) -> None:
        """Add the places to sign and to date."""
        self._add("signature", names=list(names))

    def content(self, **head: Any) -> Content:
        """Return the report as JSON; `head` is its title, period, cut-off and so on."""
        return {**head, "blocks": self.blocks, "cells": self.cells}

    def _add(self, kind: str, **parts: Any) -> None:
        self.blocks.append({"kind": kind, **parts})


def content_sha256(content: Content) -> str:
    """Return the hash of all that a report says; its version is no part of it."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def tables(content: Content) -> list[dict[str, Any]]:
    """Return the tables of a report in their order."""
    return [block for block in content["blocks"] if block["kind"] == "table"]


def sentences(content: Content) -> list[str]:
    """Return the paragraphs and notes of a report in their order."""
    kinds = ("text", "note")
    return [block["text"] for block in content["blocks"] if block["kind"] in kinds]


def without_missing(
    columns: tuple[Column, ...], rows: list[list[str]]
) -> tuple[tuple[Column, ...], list[list[str]]]:
    """Return a table without the columns in which no row says anything.

    The first column takes their width.
    """
    kept = [
        place
        for place in range(len(columns))
        if any(row[place] != MISSING for row in rows)
    ]
    shown = [columns[place] for place in kept]
    width = sum(column.width_mm for column in columns) - sum(
        column.width_mm for column in shown[1:]
    )
    shown[0] = Column(shown[0].head, width, shown[0].align)
    return tuple(shown), [[row[place] for place in kept] for row in rows]


def _ordinal(number: int) -> str:
    """Return 一 to 九十九."""
    tens, ones = divmod(number, 10)
    ten = "" if not tens else ("十" if tens == 1 else f"{_ORDINALS[tens - 1]}十")
    return ten + (_ORDINALS[ones - 1] if ones else "")
