"""Why one version differs from the one before it, as numbers: rows, amounts in yuan."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import psycopg
from psycopg.rows import dict_row

from claim_review.reports.revision.standing import Standing

Row = dict[str, Any]

AMOUNTS = ("fee_amount", "fund_amount")
# A rule that went live or back on trial changes what reports count and no hit: of its
# hits review.hit_changes says nothing.
_HITS = """
with counted as (
    select run_id, hit_id, rule_id, hit_fee_amount, attributed_fund_amount
    from review.run_hit
    where
        run_id in (%(before)s, %(now)s) and rule_status = 'live' and verdict <> 'gate'
),

compared as (
    select
        coalesce(new.hit_id, old.hit_id) as hit_id,
        coalesce(new.rule_id, old.rule_id) as rule_id,
        case
            when old.hit_id is null then 'appeared'
            when new.hit_id is null then 'vanished'
            else 'changed'
        end as change,
        coalesce(new.hit_fee_amount, 0) - coalesce(old.hit_fee_amount, 0) as fee_amount,
        coalesce(new.attributed_fund_amount, 0)
        - coalesce(old.attributed_fund_amount, 0) as fund_amount
    from (select * from counted where run_id = %(before)s) as old
    full join (select * from counted where run_id = %(now)s) as new
        on old.hit_id = new.hit_id
)

select
    coalesce(found.cause, 'rule_change') as cause,
    compared.change,
    compared.rule_id,
    max(rules.rule_name) as rule_name,
    found.batch_id,
    count(*)::int as hits,
    sum(compared.fee_amount) as fee_amount,
    sum(compared.fund_amount) as fund_amount
from compared
left join review.hit_changes(%(before)s, %(now)s) as found
    on compared.hit_id = found.hit_id
left join marts.dim_rule as rules on compared.rule_id = rules.rule_id
where
    compared.change <> 'changed'
    or compared.fee_amount <> 0
    or compared.fund_amount <> 0
group by cause, compared.change, compared.rule_id, found.batch_id
order by cause, compared.change, compared.rule_id, found.batch_id
"""
_TOTAL = """
select
    count(*)::int as hits,
    coalesce(sum(hit_fee_amount), 0) as fee_amount,
    coalesce(sum(attributed_fund_amount), 0) as fund_amount
from review.run_hit
where run_id = %(run)s and rule_status = 'live' and verdict <> 'gate'
"""
_BATCHES = """
select
    batch.batch_id,
    batch.kind,
    batch.quarter,
    batch.extracted_to,
    coalesce(sum(came.rows_loaded), 0)::bigint as rows,
    coalesce(sum(came.rows_loaded) filter (where came.table_name = 'setl_d'), 0)::bigint
        as settlements
from review.batches_between(%(before)s, %(now)s) as between_them
inner join raw.batch as batch
    on between_them.batch_id = batch.batch_id and batch.status = 'loaded'
left join raw.batch_table as came on batch.batch_id = came.batch_id
group by
    batch.load_number, batch.batch_id, batch.kind, batch.quarter, batch.extracted_to
order by batch.load_number
"""
# What reports count changes with rules that are or were live.
_RULES = """
select coalesce(new.rule_id, old.rule_id) as rule_id
from (select * from review.run_rule where run_id = %(before)s) as old
full join (select * from review.run_rule where run_id = %(now)s) as new
    on old.rule_id = new.rule_id
where
    'live' in (old.rule_status, new.rule_status)
    and (old.rule_status, old.rule_version, old.card_sha256)
    is distinct from (new.rule_status, new.rule_version, new.card_sha256)
order by rule_id
"""
_RELEASE = "select knowledge_release from review.run where run_id = %(run)s"
# A review that was begun anew under the same name is another one.
_KEPT = """
select count(*) = 1
from review.run
where
    run_id = %(run)s
    and started_at = %(started_at)s::timestamptz
    and newest_load is not null
"""


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
    one of two reviews were not kept. `events` are what was done with cases.
    """

    before: Standing
    now: Standing
    reviews: Reviews | None
    events: dict[str, Row]

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
    return Differences(before, now, reviews, _events(before, now))


def _compared(connection: psycopg.Connection, before: str, now: str) -> Reviews:
    values = {"before": before, "now": now}
    with connection.cursor(row_factory=dict_row) as cursor:

        def each(query: str) -> tuple[Row, Row]:
            asked = ({"run": run} for run in (before, now))
            first, last = (cursor.execute(query, run).fetchone() for run in asked)
            return first, last

        first, last = each(_RELEASE)
        return Reviews(
            totals=each(_TOTAL),
            hits=cursor.execute(_HITS, values).fetchall(),
            batches=cursor.execute(_BATCHES, values).fetchall(),
            rules=[row["rule_id"] for row in cursor.execute(_RULES, values)],
            releases=(first["knowledge_release"], last["knowledge_release"]),
        )


def _is_kept(connection: psycopg.Connection, standing: Standing) -> bool:
    if standing.run_id is None:
        return False
    values = {"run": standing.run_id, "started_at": standing.run_started_at}
    return connection.execute(_KEPT, values).fetchone()[0]


def _review(standing: Standing) -> tuple[str | None, str | None]:
    return standing.run_id, standing.run_started_at


def _events(before: Standing, now: Standing) -> dict[str, Row]:
    """Return how often each thing was done since, and about how much.

    Whatever was entered late, for a day that the version before told of, counts too.
    """
    since = {}
    for event, done in now.events.items():
        was = before.events.get(event, dict.fromkeys(done, 0))
        row: Row = {name: done[name] - was[name] for name in ("times", "by_people")}
        for name in AMOUNTS:
            row[name] = Decimal(done[name]) - Decimal(was[name])
        if row["times"]:
            since[event] = row
    return since
