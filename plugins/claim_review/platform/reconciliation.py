"""Ours against the platform's, row by row, as of the last delivery by a moment."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

import psycopg
from psycopg.rows import class_row

# What may differ, in the order in which it is told.
KINDS = {
    "ONLY_OURS": "仅本系统有",
    "ONLY_PLATFORM": "仅平台有",
    "STATE": "状态不一致",
    "FIRST_AMOUNT": "初审金额不一致",
    "CONFIRMED_AMOUNT": "确认金额不一致",
    "FINAL_AMOUNT": "终审金额不一致",
    "DEDUCTED_AMOUNT": "扣款金额不一致",
    "REPAID_AMOUNT": "补差金额不一致",
    "DEADLINE": "申诉期限不一致",
}


@dataclass(frozen=True)
class Difference:
    """One thing that differs; amounts are yuan, steps are by their English names."""

    kind: str
    hit_id: str | None
    doc_suspt_id: str | None
    fixmedins_code: str | None
    batch_id: str | None
    ours: str | None
    theirs: str | None


@dataclass(frozen=True)
class LeftRow:
    """Something of the last delivery that became no event, and why."""

    file_name: str
    line: int
    doc_suspt_id: str
    hit_id: str | None
    why: str


@dataclass(frozen=True)
class Reconciliation:
    """What differs at a moment. `agreeing` are the 疑点 on which nothing does.

    `folder` and `made_at` are of the last delivery by then; None before the first.
    """

    as_of: datetime
    folder: str | None
    made_at: datetime | None
    agreeing: int
    differences: tuple[Difference, ...]
    left: tuple[LeftRow, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Return how many differences there are of each kind."""
        counted = Counter(each.kind for each in self.differences)
        return {kind: counted[kind] for kind in KINDS}


_LAST = """
select import_id, folder, made_at
from review.platform_import
where taken_at <= %s
order by made_at desc, import_id desc
limit 1
"""
_COMPARED = """
select count(distinct coalesce(hit_id, doc_suspt_id)) from review.platform_told(%s)
"""
_LEFT = """
select file_name, line, doc_suspt_id, hit_id, why
from review.platform_left
where import_id = %s
order by file_name, line, why
"""


def reconcile(connection: psycopg.Connection, as_of: datetime) -> Reconciliation:
    """Return what differs between our cases and what the platform last said of them."""
    with connection.transaction():
        import_id, folder, made_at = connection.execute(_LAST, (as_of,)).fetchone() or (
            None,
            None,
            None,
        )
        (compared,) = connection.execute(_COMPARED, (as_of,)).fetchone()
        with connection.cursor(row_factory=class_row(Difference)) as cursor:
            query = "select * from review.reconciliation(%s)"
            differences = tuple(cursor.execute(query, (as_of,)))
        with connection.cursor(row_factory=class_row(LeftRow)) as cursor:
            left = tuple(cursor.execute(_LEFT, (import_id,)))
    differing = {
        each.hit_id or each.doc_suspt_id
        for each in differences
        if each.kind != "ONLY_OURS"
    }
    return Reconciliation(
        as_of, folder, made_at, compared - len(differing), differences, left
    )
