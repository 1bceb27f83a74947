"""Counts of hits, and what became of them in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from claim_review.reports import numbers
from claim_review.reports.clinical.items import amount

Row = dict[str, Any]


@dataclass(frozen=True)
class Count:
    """What some hits come to; amounts in yuan."""

    hits: int
    cases: int
    institutions: int
    fee: Decimal
    fund: Decimal
    excluded: int
    dispatched: int
    appealed: int
    decided: int
    upheld: int
    partly_upheld: int

    @property
    def overturned(self) -> int:
        """Hits whose appeal got all or some."""
        return self.upheld + self.partly_upheld


def counted(hits: Iterable[Row]) -> Count:
    """Return the counts of the hits."""
    rows = list(hits)

    def having(*keys: str) -> int:
        return sum(any(row[key] for key in keys) for row in rows)

    return Count(
        hits=len(rows),
        cases=len({row["case_number"] for row in rows}),
        institutions=len({row["fixmedins_code"] for row in rows}),
        fee=amount(rows),
        fund=sum(
            (row["attributed_fund_amount"] or Decimal() for row in rows), Decimal()
        ),
        excluded=having("is_cleared_first", "is_cleared_second"),
        dispatched=having("is_dispatched"),
        appealed=having("is_appealed"),
        decided=having("is_appeal_decided"),
        upheld=having("is_upheld"),
        partly_upheld=having("is_partly_upheld"),
    )


def by(hits: Iterable[Row], key: str) -> dict[Any, list[Row]]:
    """Return the hits of each value, those with the largest amounts first."""
    groups: dict[Any, list[Row]] = {}
    for hit in hits:
        groups.setdefault(hit[key], []).append(hit)
    ranked = sorted(groups.items(), key=lambda g: (-amount(g[1]), -len(g[1]), g[0]))
    return dict(ranked)


def to_examine(hits: Iterable[Row]) -> list[Row]:
    """Return the hits that institutions were told of and that nobody has cleared."""
    return [
        hit
        for hit in hits
        if hit["is_dispatched"] and not (hit["is_cleared_final"] or hit["is_void"])
    ]


def quantity(value: Decimal | None) -> str:
    """Return a quantity as it was charged: 2 and not 2.0000; or the dash."""
    if value is None:
        return numbers.MISSING
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def finding(hit: Row) -> str:
    """Return what reviewers found, in words; what they typed is not repeated."""
    for key, words in (
        ("is_void", "作废"),
        ("is_cleared_first", "初审排除"),
        ("is_cleared_second", "复审排除"),
        ("is_upheld", "申诉成立，不予认定"),
        ("is_cleared_final", "终审不予认定"),
        ("is_transferred", "移送核查"),
    ):
        if hit[key]:
            return words
    if hit["is_confirmed"]:
        how = "申诉部分成立，认定" if hit["is_partly_upheld"] else "认定"
        return f"{how}{numbers.yuan(hit['final_amount'])}元"
    if hit["is_appealed"]:
        return "申诉办理中"
    return "已下发，办理中" if hit["is_dispatched"] else "初审、复审中"
