"""Versions of a report: what is new in one, what its cover and foot say."""

import re
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import version as package_version
from typing import Any

from claim_review.reports.document import Content, content_sha256, tables
from claim_review.reports.revision import chapter

# The sheet of the workbook with the figures that stand in sentences alone.
SENTENCES = "正文数据"
_ORDINAL = re.compile(r"（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、")


def changes(before: Content, now: Content) -> list[list[str]]:
    """Return the cells that differ: table, row, column, old and new text.

    Rows are found again by their first cell, by all their words where several begin
    alike, tables by their title: so a row more does not make all the rows after it look
    changed. Figures that stand in sentences alone come last, by chapter and name. —
    stands for what is not there.
    """
    alike = _alike(before) | _alike(now)
    old, new = _cells(before, alike), _cells(now, alike)
    return [
        [*place, old.get(place, "—"), new.get(place, "—")]
        for place in dict.fromkeys((*new, *old))
        if old.get(place) != new.get(place)
    ]


def edition(
    content: Content,
    version: int,
    before: Content | None,
    parties: dict[str, str],
    standing: str = "送审稿",
    why: chapter.Why | None = None,
) -> Content:
    """Return one version of a report: with cover, foot and what changed since `before`.

    `parties` names client (委托单位) and contractor (受托单位), `standing` says on
    the cover what the version is for, `why` tells why it differs from `before`.
    """
    name = f"第{version}版"
    changed: list[list[str]] = []
    first: Content = {"blocks": [], "cells": [], "causes": []}
    if before is not None:
        changed = changes(before, content)
        first = chapter.write(version, before, content, changed, why)
    knowledge = content.get("knowledge_release")
    foot = [
        f"数据截止{content['cut_off']}",
        name,
        *([f"知识库{knowledge}"] if knowledge and knowledge != "—" else []),
        f"内容校验码{content_sha256(content)[:8]}",
        f"程序{package_version('claim-review')}",
    ]
    return {
        **content,
        "version": version,
        "edition": name,
        "blocks": [*first["blocks"], *content["blocks"]],
        "changes": changed,
        "causes": first["causes"],
        "cells": [*first["cells"], *content["cells"]],
        "facts": [
            ["报告期间", content["period"]],
            ["数据截止", content["cut_off"]],
            ["报告版本", f"{name}（{standing}）"],
            ["委托单位", parties["client"]],
            ["受托单位", parties["contractor"]],
        ],
        "footer": "　".join(foot),
    }


def _cells(
    content: Content, alike: set[tuple[str, str]]
) -> dict[tuple[str, str, str], str]:
    """Return the text of each cell; places that are called alike are numbered."""
    found, times = {}, Counter()
    for table, row, column, text in _named_cells(content, alike):
        times[table, row, column] += 1
        time = times[table, row, column]
        found[table, row if time == 1 else f"{row}（{time}）", column] = text
    return found


def _named_cells(
    content: Content, alike: set[tuple[str, str]]
) -> Iterator[tuple[str, str, str, str]]:
    for table in _reported(content):
        title = table["title"]
        heads = [column["head"] for column in table["columns"]]
        for line in _lines(table):
            row = _words(table, line) if (title, line[0]) in alike else line[0]
            for head, cell in zip(heads[1:], line[1:], strict=True):
                yield title, row, head, cell
    for place, name, text in content["cells"]:
        if place == chapter.HEADING:
            continue
        # A chapter more or less gives those after it other numbers.
        yield SENTENCES, _ORDINAL.sub("", place, count=1), name, text


def _alike(content: Content) -> set[tuple[str, str]]:
    """Return table and first cell of rows that begin like others of their table."""
    times = Counter(
        (table["title"], line[0])
        for table in _reported(content)
        for line in _lines(table)
    )
    return {place for place, count_ in times.items() if count_ > 1}


def _reported(content: Content) -> list[dict[str, Any]]:
    """Return the tables but those of what a version changed."""
    return [table for table in tables(content) if not chapter.is_of_it(table)]


def _lines(table: dict[str, Any]) -> list[list[str]]:
    return [*table["rows"], *([table["total"]] if table["total"] else [])]


def _words(table: dict[str, Any], line: list[str]) -> str:
    """Return the cells of a row that are no figures."""
    aligned = (column["align"] for column in table["columns"])
    cells = zip(aligned, line, strict=True)
    return "，".join(cell for align, cell in cells if align != "right" and cell)
