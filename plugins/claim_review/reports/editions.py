"""Versions of a report: what is new in one, what its cover and foot say."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from importlib.metadata import version as package_version
from typing import Any

from claim_review.reports.document import Column, Content, tables
from claim_review.reports.numbers import count

# Changed figures that the report itself shows; its workbook shows all of them.
MOST_SHOWN = 20
REVISION = "修订表"
REVISION_HEADING = "修订说明"
# The sheet of the workbook with the figures that stand in sentences alone.
SENTENCES = "正文数据"
_ORDINAL = re.compile(r"（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、")
COLUMNS = (
    Column("表", 38, "left"),
    Column("行", 36, "left"),
    Column("指标", 36, "left"),
    Column("上一版", 23),
    Column("本版", 23),
)


def content_sha256(content: Content) -> str:
    """Return the hash of all that a report says; its version is no part of it."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


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
) -> Content:
    """Return one version of a report: with cover, foot and what changed since `before`.

    `parties` names client (委托单位) and contractor (受托单位), `standing` says on
    the cover what the version is for.
    """
    name = f"第{version}版"
    changed = [] if before is None else changes(before, content)
    blocks = content["blocks"]
    if before is not None:
        blocks = [*_revision(version, before, content, changed), *blocks]
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
        "blocks": blocks,
        "changes": changed,
        "cells": [*_counted(before, changed), *content["cells"]],
        "facts": [
            ["报告期间", content["period"]],
            ["数据截止", content["cut_off"]],
            ["报告版本", f"{name}（{standing}）"],
            ["委托单位", parties["client"]],
            ["受托单位", parties["contractor"]],
        ],
        "footer": "　".join(foot),
    }


def _counted(before: Content | None, changed: list[list[str]]) -> list[list[str]]:
    """Return the figures of the sentences about changes, for the workbook."""
    if before is None:
        return []
    place = REVISION_HEADING
    return [
        [place, "发生变化的数字或文字（个）", count(len(changed))],
        [place, "报告所列（个）", count(min(len(changed), MOST_SHOWN))],
    ]


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
        if place == REVISION_HEADING:
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
    """Return the tables but that of what a version changed."""
    return [table for table in tables(content) if table["number"] != REVISION]


def _lines(table: dict[str, Any]) -> list[list[str]]:
    return [*table["rows"], *([table["total"]] if table["total"] else [])]


def _words(table: dict[str, Any], line: list[str]) -> str:
    """Return the cells of a row that are no figures."""
    aligned = (column["align"] for column in table["columns"])
    cells = zip(aligned, line, strict=True)
    return "，".join(cell for align, cell in cells if align != "right" and cell)


def _revision(
    version: int, before: Content, now: Content, changed: list[list[str]]
) -> list[dict[str, Any]]:
    """Return the blocks that say, before all else, what this version replaces."""
    text = f"本报告为第{version}版，替代第{version - 1}版。"
    if before["cut_off"] == now["cut_off"]:
        text += f"数据截止时间与上一版相同，为{now['cut_off']}。"
    else:
        text += f"数据截止时间由{before['cut_off']}改为{now['cut_off']}。"
    if changed:
        text += f"与上一版相比，各表和正文共有{count(len(changed))}个数字或文字发生变化"
        more = len(changed) > MOST_SHOWN
        text += f"，下表列前{MOST_SHOWN}个，其余见工作簿。" if more else "，见下表。"
    elif _says_the_same(before, now):
        text += "本报告内容与上一版相同。"
    else:
        text += "各表和正文的数字没有变化，仅文字有调整。"
    blocks: list[dict[str, Any]] = [
        {"kind": "heading", "level": 1, "text": REVISION_HEADING},
        {"kind": "text", "text": text},
    ]
    if changed:
        table = {
            "kind": "table",
            "number": REVISION,
            "title": "与上一版的差异",
            "columns": [asdict(column) for column in COLUMNS],
            "rows": changed[:MOST_SHOWN],
            "total": [],
        }
        blocks.append(table)
    return blocks


def _says_the_same(before: Content, now: Content) -> bool:
    """Return whether all but the list of changes of the version before is the same."""
    blocks = before["blocks"]
    if blocks[0].get("text") == REVISION_HEADING:
        is_listed = blocks[2].get("number") == REVISION
        blocks = blocks[3 if is_listed else 2 :]
    return content_sha256({"blocks": blocks}) == content_sha256(
        {"blocks": now["blocks"]}
    )
