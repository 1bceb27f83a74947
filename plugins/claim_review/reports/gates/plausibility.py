"""Whether the figures of a quarter, and the reports that tell them, can be true."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import psycopg
from psycopg.rows import dict_row

from claim_review.quarters import Quarter
from claim_review.reports import numbers
from claim_review.reports.document import Content
from claim_review.reports.gates import papers

_FOLDER = Path(__file__).parent


class ImplausibleReportError(ValueError):
    """Figures contradict each other, so that nothing of the quarter is published."""


def problems(
    connection: psycopg.Connection,
    quarter: Quarter,
    as_of: datetime,
    contents: Sequence[Content],
) -> list[str]:
    """Return what cannot be true, by figure, both values and place; none is good.

    `contents` are all reports that leave together; `as_of` is the moment up to which
    they tell of cases.
    """
    values = {
        "quarter": str(quarter),
        "previous": str(quarter.previous),
        "as_of": as_of,
    }
    found = []
    for path in sorted((_FOLDER / "plausible").glob("*.sql")):
        rows = connection.execute(path.read_text("utf-8"), values).fetchall()
        found += [problem for (problem,) in rows]
    return found + papers.problems(contents, _whole(connection, values))


def check(
    connection: psycopg.Connection,
    quarter: Quarter,
    as_of: datetime,
    contents: Sequence[Content],
) -> None:
    """Raise ImplausibleReportError naming every problem."""
    _refuse(f"reports of {quarter}", problems(connection, quarter, as_of, contents))


def check_alone(connection: psycopg.Connection, content: Content) -> None:
    """Raise ImplausibleReportError for a report that tells of no quarter, by its cells.

    Its amounts are held against the largest quarter there is.
    """
    whole = replace(_whole(connection, {"quarter": None}), known={})
    _refuse(content["title"], papers.problems([content], whole))


def _refuse(what: str, found: list[str]) -> None:
    if found:
        raise ImplausibleReportError(f"{what} not published: " + "; ".join(found))


def _whole(connection: psycopg.Connection, values: dict) -> papers.Whole:
    query = (_FOLDER / "whole.sql").read_text("utf-8")
    with connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(query, values).fetchone()
    return papers.Whole(
        fees=row["fees"] or 0,
        claims=row["claims"] or 0,
        known={
            "审核结算（笔）": numbers.count(row["settlements"]),
            "涉及定点医药机构（家）": numbers.count(row["institutions"]),
            "医疗总费用（万元）": numbers.wan(row["medfee_amount"]),
            "基金支付总额（万元）": numbers.wan(row["fund_pay_amount"]),
            "命中疑点（条）": numbers.count(row["hits"]),
            "疑点涉及费用（万元）": numbers.wan(row["hit_fee_amount"]),
        },
    )
