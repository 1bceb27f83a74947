"""The columns of the tables of a pack, in millimetres of the handout's page."""

from collections.abc import Sequence
from dataclasses import replace

from claim_review.reports.document import Column
from claim_review.reports.numbers import MISSING
from claim_review.reports.training.small_cells import WITHHELD

SCALE = (Column("指标", 100, "left"), Column("数值", 56))
BY_AMOUNT = (
    Column("编号", 20, "left"),
    Column("规则", 64, "left"),
    Column("疑点（条）", 22),
    Column("拒付（件）", 22),
    Column("拒付基金（元）", 28),
)
BY_COUNT = (
    Column("编号", 22, "left"),
    Column("规则", 78, "left"),
    Column("本地疑点（条）", 28),
    Column("全州疑点（条）", 28),
)
OVERTURNED = (
    Column("编号", 14, "left"),
    Column("规则", 40, "left"),
    Column("已决（件）", 20),
    Column("改判（件）", 20),
    Column("主要理由", 32, "left"),
    Column("应附材料", 30, "left"),
)
UPLOADS = (
    Column("差错", 92, "left"),
    Column("涉及（条）", 32),
    Column("涉及机构（家）", 32),
)
REMINDERS = (Column("指标", 100, "left"), Column("数值", 56))
FORCED = (Column("提醒规则", 116, "left"), Column("强制继续（次）", 40))
DUE = (
    Column("截止日", 60, "left"),
    Column("事项", 50, "left"),
    Column("涉及机构（家）", 46),
)
TERMS = (
    Column("事项", 44, "left"),
    Column("起算", 72, "left"),
    Column("期限", 40, "center"),
)
KEY = (
    Column("题号", 16, "center"),
    Column("答案", 16, "center"),
    Column("说明", 124, "left"),
)
SIGN_IN = (
    Column("序号", 12, "center"),
    Column("单位", 52, "left"),
    Column("姓名", 26, "left"),
    Column("职务", 26, "left"),
    Column("签名", 40, "left"),
)
FEEDBACK = (Column("题目", 96, "left"), Column("意见", 60, "left"))


def told(
    columns: Sequence[Column], rows: Sequence[Sequence[str]]
) -> tuple[list[Column], list[list[str]], str]:
    """Return the table without columns that hide every figure, and what is left out.

    Their room goes to the widest of the others; nothing left out gives no sentence.
    """
    places = range(len(columns))
    left_out = [n for n in places if rows and all(is_hidden(row[n]) for row in rows)]
    kept = [n for n in places if n not in left_out]
    widest = max(kept, key=lambda n: columns[n].width_mm)
    room = sum(columns[n].width_mm for n in left_out)
    heads = [
        replace(columns[n], width_mm=columns[n].width_mm + room * (n == widest))
        for n in kept
    ]
    names = "、".join(columns[n].head for n in left_out)
    return (
        heads,
        [[row[n] for n in kept] for row in rows],
        f"各行涉及的人数都少，不列{names}。" if names else "",
    )


def is_hidden(text: str) -> bool:
    """Return whether a cell stands in place of a figure."""
    return text in (MISSING, WITHHELD) or text.startswith("<")
