"""Why one version differs from the one before it, as numbers: rows, amounts in yuan."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import psycopg
from psycopg.rows import dict_row

from claim_review.reports.revision import queries
from claim_review.reports.revision.standing import Standing

Row = dict[str, Any]

AMOUNTS = ("fee_amount", "fund_amount")


@dataclass(frozen=True)
class Reviews:
    """How two reviews of a quarter differ.

    `totals` are the hits that reports count, before and now; `hits` are those of them
    that differ, by cause, change, rule and batch, and add up to the difference.
    `batches` came between, `rules` are others now, `releases` are those of the lists.
    """

    totals: tuple[Row, Row]
    hits: list[Row]
    batches: list[Row]
    rules: list[str]
    releases: tuple[str, str]


@dataclass(frozen=True)
class Differences:
    """What came between two versions; `reviews` is None where there is no telling.

    That is for months, for two versions that tell of one review, and where the hits of
    one of two reviews were not kept. `events` are what was done with cases; `proposals`
    are those that were made or decided since, or wait, by cause.
    """

    before: Standing
    now: Standing
    reviews: Reviews | None
    events: dict[str, Row]
    proposals: dict[str, Row]

    @property
    def is_same_review(self) -> bool:
        """Whether both versions tell what one review found."""
        return _review(self.before) == _review(self.now)

    @property
    def money(self) -> dict[str, Decimal]:
        """Refused and reversed (0 or less) before and since, in yuan of the fund."""
        refused, given_back = (
            (Decimal(getattr(self.before, name)), Decimal(getattr(self.now, name)))
            for name in ("refused_amount", "reversed_amount")
        )
        return {
            "before": refused[0] + given_back[0],
            "refused": refused[1] - refused[0],
            "reversed": given_back[1] - given_back[0],
            "now": refused[1] + given_back[1],
        }


def read(
    connection: psycopg.Connection, before: Standing, now: Standing
) -> Differences:
    """Return what came between two versions of the reports of a quarter or month."""
    reviews = None
    if _review(before) != _review(now) and all(
        _is_kept(connection, standing) for standing in (before, now)
    ):
        reviews = _compared(connection, before.run_id, now.run_id)
    return Differences(
        before, now, reviews, _events(before, now), _proposals(before, now)
    )


def _compared(connection: psycopg.Connection, before: str, now: str) -> Reviews:
    values = {"before": before, "now": now}
    with connection.cursor(row_factory=dict_row) as cursor:

        def each(query: str) -> tuple[Row, Row]:
            asked = ({"run": run} for run in (before, now))
            first, last = (cursor.execute(query, run).fetchone() for run in asked)
            return first, last

        first, last = each(queries.RELEASE)
        return Reviews(
            totals=each(queries.TOTAL),
            hits=cursor.execute(queries.HITS, values).fetchall(),
            batches=cursor.execute(queries.BATCHES, values).fetchall(),
            rules=[row["rule_id"] for row in cursor.execute(queries.RULES, values)],
            releases=(first["knowledge_release"], last["knowledge_release"]),
        )


def _is_kept(connection: psycopg.Connection, standing: Standing) -> bool:
    if standing.run_id is None:
        return False
    values = {"run": standing.run_id, "started_at": standing.run_started_at}
    return connection.execute(queries.KEPT, values).fetchone()[0]


def _review(standing: Standing) -> tuple[str | None, str | None]:
    return standing.run_id, standing.run_started_at


def _events(before: Standing, now: Standing) -> dict[str, Row]:
    """Return how often each thing was done since, and about how much.

    Whatever was entered late, for a day that the version before told of, counts too.
    """
    since = _since(before.events, now.events)
    return {event: row for event, row in since.items() if row["times"]}


def _proposals(before: Standing, now: Standing) -> dict[str, Row]:
    since = _since(before.proposals, now.proposals)
    for cause, row in since.items():
        all_ = now.proposals[cause]
        ended = sum(all_[name] for name in ("agreed", "declined", "lapsed"))
        row["waiting"] = all_["proposed"] - ended
    return {cause: row for cause, row in since.items() if any(row.values())}


def _since(before: dict[str, Row], now: dict[str, Row]) -> dict[str, Row]:
    """Return by how much each number has grown; amounts are text before."""
    return {
        name: {
            key: Decimal(value) - Decimal(was.get(key, 0))
            if isinstance(value, str)
            else value - was.get(key, 0)
            for key, value in row.items()
        }
        for name, row in now.items()
        for was in [before.get(name, {})]
    }
