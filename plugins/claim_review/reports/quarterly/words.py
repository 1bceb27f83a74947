"""Words and comparisons that several chapters of the quarterly report share."""

from decimal import Decimal

from claim_review.reports import numbers
from claim_review.reports.document import Column
from claim_review.reports.money import Money, money_for
from claim_review.reports.quarterly.facts import Facts, Row

SEVERITIES = {"gate": "严重", "warning": "一般", "info": "说明"}
QUALITY = (
    Column("检查项目", 84, "left"),
    Column("级别", 16, "center"),
    Column("不合格数", 18),
    Column("检查总数", 20),
    Column("不合格率", 18),
)
SMALL_SAMPLE = 30


def money(facts: Facts) -> Money:
    """Return the unit in which the hits' amounts of the quarter are told."""
    return money_for(facts.total["hit_fee_amount"])


def label(row: Row) -> str:
    """Return the Chinese name of a group; groups without one are said to be so."""
    return row["label"] or "未登记"


def whole_of(row: Row, part: str, base: str) -> Decimal | None:
    """Return one figure of a row as a share of another."""
    return numbers.ratio(row[part], row[base])


def changed(now: Decimal | None, before: Decimal | None, good: str) -> str:
    """Return 好转, 变差 or 持平 where `good` (up or down) says what is good; else —."""
    if not good or now is None or before is None:
        return numbers.MISSING
    if now == before:
        return "持平"
    return "好转" if (now > before) == (good == "up") else "变差"


def few(cell: str, sample: int | None) -> str:
    """Return the cell, marked where it rests on fewer than SMALL_SAMPLE."""
    is_few = sample is not None and sample < SMALL_SAMPLE
    return f"{cell}*" if is_few and cell != numbers.MISSING else cell
