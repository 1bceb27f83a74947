"""Months of statements for tests: confirmed cases, and what the ledger says."""

from datetime import UTC, datetime
from decimal import Decimal

import psycopg
from tests.integration.cases.casework import START, Case, opened

from claim_review.statements.listing import list_month

# Noon in Shanghai of a working day soon after the cut-offs of July to September 2025.
AFTER = {
    "2025-07": datetime(2025, 8, 4, 4, tzinfo=UTC),
    "2025-08": datetime(2025, 9, 1, 4, tzinfo=UTC),
    "2025-09": datetime(2025, 10, 9, 4, tzinfo=UTC),
    "2025-10": datetime(2025, 11, 3, 4, tzinfo=UTC),
}


def confirmed(
    connection: psycopg.Connection, hit_id: str, start: datetime = START, **changes
) -> Case:
    """Return a case of 48 yuan of the fund, confirmed eight days after the start."""
    case = opened(connection, hit_id, **changes)
    case.now = start
    return case.goes_to("S90")


def refused(connection: psycopg.Connection) -> list[tuple]:
    """Return the entries of the ledger in order: hit, month, amount."""
    return connection.execute(
        "select hit_id, statement_month, amount from review.refusal order by refusal_id"
    ).fetchall()


def sheet(connection: psycopg.Connection, month: str, columns: str) -> list[tuple]:
    """Return columns of the prefecture's sheet."""
    query = f"select {columns} from review.prefecture_sheet(%s)"
    return connection.execute(query, (month,)).fetchall()


def listed(connection: psycopg.Connection, month: str) -> tuple[int, Decimal, Decimal]:
    """List the month soon after its end; return cases, refused and reversed."""
    done = list_month(connection, month, AFTER[month])
    return done.cases, done.refused_amount, done.reversed_amount


def imbalances(connection: psycopg.Connection) -> list[tuple]:
    return connection.execute("select * from review.statement_imbalance").fetchall()
