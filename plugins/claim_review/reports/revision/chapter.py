"""The chapter 修订说明, which stands before all else in a version after the first."""

from collections.abc import Callable
from typing import Any

from claim_review.reports.document import Column, Content, Document, content_sha256
from claim_review.reports.numbers import count

HEADING = "修订说明"
# What the tables of the chapter are called, and the last of them, which lists figures.
TABLES = "修订表"
LIST = "与上一版的差异"
# Changed figures that the report itself shows; its workbook shows all of them.
MOST_SHOWN = 20
COLUMNS = (
    Column("表", 38, "left"),
    Column("行", 36, "left"),
    Column("指标", 36, "left"),
    Column("上一版", 23),
    Column("本版", 23),
)

# Adds to the chapter why the figures changed; returns the names of the causes.
Why = Callable[[Document], list[str]]


def write(
    version: int,
    before: Content,
    now: Content,
    changed: list[list[str]],
    why: Why | None = None,
) -> Content:
    """Return blocks and cells of the chapter, and the `causes` that `why` has named.

    `changed` is what editions.changes found.
    """
    doc = Document(TABLES)
    doc.annex(HEADING)
    text = f"本报告为第{version}版，替代第{version - 1}版。"
    if before["cut_off"] == now["cut_off"]:
        text += f"数据截止时间与上一版相同，为{now['cut_off']}。"
    else:
        text += f"数据截止时间由{before['cut_off']}改为{now['cut_off']}。"
    doc.text(text)
    causes = why(doc) if why else []
    doc.text(_how_much(doc, before, now, changed))
    doc.table(LIST, COLUMNS, changed[:MOST_SHOWN])
    # It begins the report: no page has to be turned for it.
    return {"blocks": doc.blocks[1:], "cells": doc.cells, "causes": causes}


def is_of_it(table: dict[str, Any]) -> bool:
    """Return whether a table belongs to the chapter and not to the report itself."""
    return table["number"].startswith(TABLES)


def is_list(table: dict[str, Any]) -> bool:
    """Return whether a table is the list of changed figures."""
    return is_of_it(table) and table["title"] == LIST


def _how_much(
    doc: Document, before: Content, now: Content, changed: list[list[str]]
) -> str:
    many = doc.cell("发生变化的数字或文字（个）", count(len(changed)))
    shown = doc.cell("报告所列（个）", count(min(len(changed), MOST_SHOWN)))
    if changed:
        see = f"见{doc.next_table}"
        if len(changed) > MOST_SHOWN:
            see = f"{doc.next_table}列前{shown}个，其余见工作簿"
        return f"与上一版相比，各表和正文共有{many}个数字或文字发生变化，{see}。"
    if _says_the_same(before, now):
        return "本报告内容与上一版相同。"
    return "各表和正文的数字没有变化，仅文字有调整。"


def _says_the_same(before: Content, now: Content) -> bool:
    """Return whether all but the chapter of the version before is the same."""
    blocks = before["blocks"]
    if blocks[0].get("text") == HEADING:
        chapters = (b for b, block in enumerate(blocks) if block.get("level") == 1)
        blocks = blocks[list(chapters)[1] :]
    return content_sha256({"blocks": blocks}) == content_sha256(
        {"blocks": now["blocks"]}
    )
