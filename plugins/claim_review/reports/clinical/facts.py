"""What the clinical report is made of: rows of a quarter; nothing is formatted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import dict_row

from claim_review.quarters import Quarter
from claim_review.reports.clinical import knowledge, queries, scope
from claim_review.reports.clinical.hits_query import HITS
from claim_review.reports.clinical.items import most_hit
from claim_review.reports.clinical.knowledge import Knowledge
from claim_review.reports.periods import NothingToReportError

Row = dict[str, Any]


@dataclass(frozen=True)
class Facts:
    """Hits in scope without anything that tells a person or a bill; amounts in yuan.

    `uses`, `knowledge` and `trend` are about the items of `items.most_hit`.
    """

    quarter: Quarter
    as_of: datetime
    cut_off: datetime
    knowledge_release: str | None
    quarters: list[str]
    knowledge: Knowledge
    hits: list[Row]
    trend: list[Row]
    uses: list[Row]
    reasons: list[Row]

    @property
    def rules(self) -> list[Row]:
        """The rules in scope, those on trial too."""
        return self.knowledge.rules


def read(connection: psycopg.Connection, quarter: Quarter, as_of: datetime) -> Facts:
    """Return what is known of the quarter's clinical hits, cases as they were `as_of`.

    Raises NothingToReportError when no batch is loaded or no rule was run for it.
    """
    values: dict[str, Any] = {
        "quarter": str(quarter),
        "first_quarter": str(quarter.shift(-7)),
        "first_day": quarter.first_day,
        "day_after": quarter.next.first_day,
        "as_of": as_of,
        "listed": scope.LISTED_RULES,
    }
    with connection.cursor(row_factory=dict_row) as cursor:

        def rows(query: str) -> list[Row]:
            return cursor.execute(query, values).fetchall()

        cut_off = rows(queries.CUT_OFF)[0]["cut_off"]
        quarters = [row["quarter"] for row in rows(queries.QUARTERS)]
        if cut_off is None or str(quarter) not in quarters:
            raise NothingToReportError(
                f"quarter {quarter}: no loaded batch or no rule was run; "
                "load its batches and review it before the clinical report"
            )
        rules = knowledge.read_rules(connection)
        values |= rows(queries.SMALL_CELL)[0]
        hits = _named(rows(HITS), rules)
        shown = most_hit(hits)
        values["items"] = [item.code for item in shown]
        release = rows(queries.RELEASE)
        return Facts(
            quarter=quarter,
            as_of=as_of,
            cut_off=cut_off,
            knowledge_release=release[0]["knowledge_release"] if release else None,
            quarters=quarters,
            knowledge=knowledge.read(connection, quarter, rules, shown),
            hits=hits,
            trend=rows(queries.TREND),
            uses=rows(queries.USES),
            reasons=rows(queries.REASONS),
        )


def _named(hits: list[Row], rules: Sequence[Row]) -> list[Row]:
    known = {rule["rule_id"]: rule for rule in rules}
    return [
        {
            **hit,
            "rule_name": known[hit["rule_id"]]["rule_name"],
            "group": known[hit["rule_id"]]["group"],
        }
        for hit in hits
    ]
