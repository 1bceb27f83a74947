"""What is known of all institutions in a quarter, as numbers; nothing is formatted."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import dict_row

from claim_review.quarters import Quarter
from claim_review.reports.institutions import queries
from claim_review.reports.periods import NothingToReportError

Row = dict[str, Any]


@dataclass(frozen=True)
class Facts:
    """The rows of a quarter; amounts in yuan, shares as fractions.

    `total`, `classes` and `institutions` are rows of mart_fund_kpi by settlement date,
    without institutions elsewhere. `peers` are rows of mart_institution_peer with the
    institution's name. `outcomes` says by institution what had become of the quarter's
    cases by `as_of`. `limits` are the thresholds of the comparison by their names;
    `are_confirmed` says whether somebody at the bureau has confirmed all of them.
    """

    quarter: Quarter
    as_of: datetime
    cut_off: datetime
    knowledge_release: str | None
    limits: dict[str, Any]
    are_confirmed: bool
    total: Row
    classes: list[Row]
    institutions: list[Row]
    peers: list[Row]
    readmissions: list[Row]
    outcomes: dict[str, Row]


def read(connection: psycopg.Connection, quarter: Quarter, as_of: datetime) -> Facts:
    """Return the facts of a quarter with its cases as they stood at `as_of`.

    Raises NothingToReportError when no batch was loaded or nothing was reviewed.
    """
    values = {"quarter": str(quarter), "as_of": as_of, "day": quarter.first_day}
    with connection.cursor(row_factory=dict_row) as cursor:

        def rows(query: str) -> list[Row]:
            return cursor.execute(query, values).fetchall()

        (batch,) = rows(queries.BATCHES)
        total = rows(queries.TOTAL)
        if batch["cut_off"] is None or not total:
            raise NothingToReportError(
                f"{quarter} has no {'loaded batch' if total else 'review'} to report on"
            )
        release, limits = rows(queries.RELEASE), rows(queries.LIMITS)
        institutions, peers, readmissions = (
            rows(query)
            for query in (queries.INSTITUTIONS, queries.PEERS, queries.READMISSIONS)
        )
        _tell_apart(institutions, peers, readmissions)
        return Facts(
            quarter=quarter,
            as_of=as_of,
            cut_off=batch["cut_off"],
            knowledge_release=release[0]["knowledge_release"] if release else None,
            limits={row["threshold_id"]: row["value"] for row in limits},
            are_confirmed=all(row["is_confirmed"] for row in limits),
            total=total[0],
            classes=rows(queries.CLASSES),
            institutions=institutions,
            peers=peers,
            readmissions=readmissions,
            outcomes={row["fixmedins_code"]: row for row in rows(queries.OUTCOMES)},
        )


def _tell_apart(institutions: list[Row], *others: list[Row]) -> None:
    """Add the code to names that two institutions have, as branches of a chain do."""
    count = Counter(row["label"] for row in institutions)
    for row in institutions:
        if count[row["label"]] > 1:
            row["label"] += f"（{row['code']}）"
    for row in (row for rows in others for row in rows):
        if count[row["fixmedins_name"]] > 1:
            row["fixmedins_name"] += f"（{row['fixmedins_code']}）"
