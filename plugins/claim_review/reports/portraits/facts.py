"""What is known of each institution in a quarter, as numbers; nothing is formatted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import dict_row

from claim_review.quarters import Quarter
from claim_review.reports.institutions.queries import BATCHES, LIMITS, RELEASE
from claim_review.reports.portraits import queries

Row = dict[str, Any]
QUARTERS_SHOWN = 8


@dataclass(frozen=True)
class Portrait:
    """One institution, with what was settled there for whatever purpose.

    `kpis` are its rows of mart_institution_peer by KPI; `history` is what its inpatient
    care came to by quarter, this one and those before; `outcomes` is what became of its
    cases and `reminders` how it used 事前提醒, None where there is nothing to tell.
    """

    institution: Row
    kpis: dict[str, Row]
    history: dict[str, Row]
    rules: list[Row]
    outcomes: Row | None
    reminders: Row | None


@dataclass(frozen=True)
class Facts:
    """The institutions of a quarter; amounts in yuan, shares as fractions.

    `few` is the number of visits or purchases below which nothing is compared.
    """

    quarter: Quarter
    as_of: datetime
    cut_off: datetime
    knowledge_release: str | None
    few: int
    institutions: list[Portrait]


def read(connection: psycopg.Connection, quarter: Quarter, as_of: datetime) -> Facts:
    """Return all institutions with settlements, their cases as they stood at `as_of`.

    Without a loaded batch there are none.
    """
    quarters = [str(quarter.shift(-back)) for back in range(QUARTERS_SHOWN)]
    values = {"quarter": str(quarter), "quarters": quarters, "as_of": as_of}
    values["day"] = quarter.first_day
    with connection.cursor(row_factory=dict_row) as cursor:

        def rows(query: str) -> list[Row]:
            return cursor.execute(query, values).fetchall()

        (batch,) = rows(BATCHES)
        release = rows(RELEASE)
        limits = {row["threshold_id"]: row["value"] for row in rows(LIMITS)}
        return Facts(
            quarter=quarter,
            as_of=as_of,
            cut_off=batch["cut_off"],
            knowledge_release=release[0]["knowledge_release"] if release else None,
            few=int(limits["profile_case_min"]),
            institutions=_portraits(rows),
        )


def _portraits(rows: Any) -> list[Portrait]:
    kpis, history, rules = (
        _by_institution(rows(query))
        for query in (queries.PEERS, queries.HISTORY, queries.RULES)
    )
    outcomes, reminders = (
        {row["fixmedins_code"]: row for row in rows(query)}
        for query in (queries.OUTCOMES, queries.REMINDERS)
    )
    portraits = []
    for institution in rows(queries.INSTITUTIONS):
        code = institution["fixmedins_code"]
        portraits.append(
            Portrait(
                institution=institution,
                kpis={row["kpi"]: row for row in kpis.get(code, [])},
                history={row["quarter"]: row for row in history.get(code, [])},
                rules=rules.get(code, []),
                outcomes=outcomes.get(code),
                reminders=reminders.get(code),
            )
        )
    return portraits


def _by_institution(rows: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["fixmedins_code"], []).append(row)
    return found
