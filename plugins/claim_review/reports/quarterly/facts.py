"""What is known of one quarter, as numbers; nothing is formatted here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import dict_row

from claim_review.quarters import Quarter
from claim_review.reports.periods import NothingToReportError, in_words, period
from claim_review.reports.quarterly import batch_queries, case_queries, queries

TREND_QUARTERS = 8

Row = dict[str, Any]


@dataclass(frozen=True)
class Facts:
    """The rows of one quarter; amounts in yuan, shares between 0 and 1.

    Hits are told as the last review found them, cases as they stood at `as_of`; those
    of the quarter before and of the year before as many days after their quarter's end.
    Data gates find fault with data, not with conduct: their rules are `gates` and their
    hits are in no other figure. Rules on trial are in no figure at all.
    """

    quarter: Quarter
    as_of: datetime
    batches: Row
    batch_list: list[Row]
    runs: list[Row]
    rows: Row
    total: Row
    previous_total: Row | None
    last_year_total: Row | None
    trends: list[Row]
    breakdown: dict[str, list[Row]]
    rules: list[Row]
    gates: list[Row]
    rule_classes: list[Row]
    rulebook: list[Row]
    rule_changes: list[Row]
    resale_rules: list[Row]
    coverage: list[Row]
    gaps: list[Row]
    quality: list[Row]
    gate_institutions: list[Row]
    thresholds: list[Row]
    knowledge_release: str | None
    previous_release: str | None
    outcomes: dict[str, dict[str, Row]]
    previous_outcome: Row | None
    last_year_outcome: Row | None
    flows: list[Row]
    ageing: list[Row]
    stages: list[Row]
    people: list[Row]
    institutions: list[Row]
    overturns: list[Row]
    funds: list[Row]
    readmission: Row | None
    cross_quarter: Row
    prereminder: list[Row]

    @property
    def cut_off(self) -> datetime:
        """The end of the window that the loaded batches were extracted for."""
        return self.batches["cut_off"]

    @property
    def cut_off_in_words(self) -> str:
        """The cut-off in the bureau's time: 2025年4月16日0时."""
        return in_words(self.cut_off)

    @property
    def as_of_in_words(self) -> str:
        """The moment up to which cases are told, in the bureau's time."""
        return in_words(self.as_of)

    @property
    def period(self) -> str:
        """The days of the quarter in words."""
        return period(self.quarter)

    @property
    def outcome(self) -> Row | None:
        """What came of all cases of the quarter; None while there is none."""
        return self.outcomes.get("total", {}).get("all")


def read(connection: psycopg.Connection, quarter: Quarter, as_of: datetime) -> Facts:
    """Return what is known of the quarter, its cases as they stood at `as_of`.

    The caller's transaction decides whether all of it is seen at one moment.
    Raises NothingToReportError when no batch of the quarter is loaded or the marts were
    not built for it: such a report would look like a quarter without findings.
    """
    with connection.cursor(row_factory=dict_row) as cursor:
        ask = _asker(cursor, quarter, as_of)
        batches = ask(batch_queries.BATCHES)[0]
        this_total = _first(ask(queries.TOTAL))
        if not batches["loaded"] or this_total is None:
            raise NothingToReportError(
                f"quarter {quarter}: {batches['loaded']} loaded batches, "
                f"{'a' if this_total else 'no'} total row in mart_review_breakdown; "
                "load its batches and build the marts before the report"
            )
        rules = ask(queries.RULES)
        return Facts(
            quarter=quarter,
            as_of=as_of,
            batches=batches,
            batch_list=ask(batch_queries.BATCH_LIST),
            runs=ask(batch_queries.RUNS),
            rows=ask(batch_queries.ROWS)[0],
            total=this_total,
            previous_total=_first(ask(queries.TOTAL, quarter.previous)),
            last_year_total=_first(ask(queries.TOTAL, quarter.shift(-4))),
            trends=ask(queries.TRENDS),
            breakdown=_breakdown(ask(queries.BREAKDOWN)),
            rules=[rule for rule in rules if rule["verdict"] != "gate"],
            gates=[rule for rule in rules if rule["verdict"] == "gate"],
            rule_classes=ask(queries.RULE_CLASSES),
            rulebook=ask(queries.RULEBOOK),
            rule_changes=ask(queries.RULE_CHANGES),
            resale_rules=ask(queries.RESALE_RULES),
            coverage=ask(queries.COVERAGE),
            gaps=ask(queries.GAPS),
            quality=ask(queries.QUALITY),
            gate_institutions=ask(queries.GATE_INSTITUTIONS),
            thresholds=ask(queries.THRESHOLDS),
            knowledge_release=_release(ask(batch_queries.RELEASE)),
            previous_release=_release(ask(batch_queries.RELEASE, quarter.previous)),
            outcomes=_by_place(ask(case_queries.OUTCOMES)),
            previous_outcome=_first(
                ask(case_queries.TOTAL_OUTCOME, quarter.previous, at_age=True)
            ),
            last_year_outcome=_first(
                ask(case_queries.TOTAL_OUTCOME, quarter.shift(-4), at_age=True)
            ),
            flows=ask(case_queries.FLOWS),
            ageing=ask(case_queries.AGEING),
            stages=ask(case_queries.STAGES),
            people=ask(case_queries.PEOPLE),
            institutions=ask(case_queries.INSTITUTIONS),
            overturns=ask(case_queries.OVERTURNS),
            funds=ask(case_queries.FUNDS),
            readmission=_first(ask(case_queries.READMISSION)),
            cross_quarter=ask(case_queries.CROSS_QUARTER)[0],
            prereminder=ask(case_queries.PREREMINDER),
        )


def _asker(cursor: psycopg.Cursor[Row], quarter: Quarter, as_of: datetime) -> Any:
    """Return a function that asks a query of a quarter, of this one unless another."""
    quarters = [str(quarter.shift(-back)) for back in range(TREND_QUARTERS)]

    def ask(query: str, of: Quarter = quarter, at_age: bool = False) -> list[Row]:
        younger = quarter.last_day - of.last_day
        values = {
            "quarter": str(of),
            "previous": str(of.previous),
            "quarters": quarters,
            "as_of": as_of - younger if at_age else as_of,
        }
        return cursor.execute(query, values).fetchall()

    return ask


def _first(rows: list[Row]) -> Row | None:
    return next(iter(rows), None)


def _release(rows: list[Row]) -> str | None:
    return rows[0]["knowledge_release"] if rows else None


def _breakdown(rows: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        if (row["dimension"], row["code"]) != ("verdict", "gate"):
            found.setdefault(row["dimension"], []).append(row)
    return found


def _by_place(rows: list[Row]) -> dict[str, dict[str, Row]]:
    found: dict[str, dict[str, Row]] = {}
    for row in rows:
        found.setdefault(row["dimension"], {})[row["code"]] = row
    return found
