"""Whether a review screens its quarter whole or only whom new batches touch."""

import hashlib
from dataclasses import dataclass

from psycopg import Connection, sql

from claim_review.touched import context, facts, people

WHOLE, TOUCHED = "whole", "touched"
# From here on a whole review costs less; measured, see docs/decisions/0036.
_MOST_OF_QUARTER = 0.25

# What the province delivers about no person; a changed row may concern everybody.
_REFERENCES = (
    *("stg_fixmedins_b", "stg_dr_info_b", "stg_hilist_b", "stg_hilist_lmtpric_d"),
    *("stg_device_reg_d", "stg_drug_stock_d", "stg_trac_stock_d", "stg_selfpay_sale_d"),
)


@dataclass(frozen=True)
class Scope:
    """The scope of a review and, in words, why."""

    scope: str
    reason: str


def choose(
    connection: Connection, quarter: str, rules_sha256: str, newest_load: int
) -> Scope:
    """Return the scope of a review that is about to begin; write to `touched` whom.

    The facts of the quarter must be in place, if there are any (facts.bring).
    """
    before = facts.read(connection)
    if before is None:
        return Scope(WHOLE, "no facts of an earlier review are there")
    if before.rules_sha256 != rules_sha256:
        return Scope(WHOLE, "rules, models or lists changed since the last review")
    references = references_sha256(connection)
    if references is None or before.references_sha256 != references:
        return Scope(
            WHOLE, "institutions, practitioners, catalogue, prices or stocks changed"
        )
    batches = _batches(connection, before.newest_load, newest_load)
    people.find(connection, quarter, batches, before.newest_load)
    touched, all_people = _shares(connection, quarter)
    said = f"{touched} of {all_people} people are touched by {len(batches)} batch(es)"
    if touched > all_people * _MOST_OF_QUARTER:
        return Scope(WHOLE, said)
    context.remember(connection)
    return Scope(TOUCHED, said)


def of_run(connection: Connection, run_id: str) -> str:
    """Return the scope of a review that has begun."""
    query = "select scope from review.run where run_id = %s"
    return connection.execute(query, [run_id]).fetchone()[0]


def has_people(connection: Connection) -> bool:
    """Return whether anybody is touched at all."""
    query = "select exists(select from touched.person)"
    return connection.execute(query).fetchone()[0]


def is_enough(connection: Connection, review: dict[str, str]) -> bool:
    """Return whether the facts of the touched people are all that changed.

    If not, others have been taken in, or the review has become a whole one.
    """
    if context.inputs_changed(connection):
        make_whole(connection, review, "an input is now delivered, or no longer")
        return False
    if not context.take_in_others(connection, review["quarter"]):
        return True
    people.widen(connection)
    touched, all_people = _shares(connection, review["quarter"])
    if touched > all_people * _MOST_OF_QUARTER:
        said = f"{touched} of {all_people} people are judged otherwise"
        make_whole(connection, review, said)
    return False


def make_whole(connection: Connection, review: dict[str, str], reason: str) -> None:
    """Let a review that has begun screen everybody."""
    print(f"{review['quarter']} is screened whole after all: {reason}", flush=True)
    connection.execute(
        "update review.run set scope = %s, scope_reason = %s where run_id = %s",
        (WHOLE, reason, review["run_id"]),
    )


def references_sha256(connection: Connection) -> str | None:
    """Return a hash of all rows in force about no person; None before any review."""
    if not connection.execute(
        "select to_regclass('staging.stg_fixmedins_b') is not null"
    ).fetchone()[0]:
        return None
    digest = hashlib.sha256()
    for view in _REFERENCES:
        # Which batch brought a row says nothing of it.
        query = sql.SQL(
            "select md5(string_agg(line, e'\\n' order by line)) "
            "from (select (to_jsonb(row) - 'batch_id')::text from staging.{} as row) "
            "as lines(line)"
        ).format(sql.Identifier(view))
        digest.update(f"{view} {connection.execute(query).fetchone()[0]}\n".encode())
    return digest.hexdigest()


def _batches(connection: Connection, after: int, up_to: int) -> list[str]:
    rows = connection.execute(
        "select batch_id from raw.batch where status = 'loaded' "
        "and load_number > %s and load_number <= %s order by load_number",
        (after, up_to),
    )
    return [batch_id for (batch_id,) in rows]


def _shares(connection: Connection, quarter: str) -> tuple[int, int]:
    """Return how many people of the quarter are touched, and how many there are."""
    return connection.execute(
        """
        select count(*) filter (where is_touched), count(*)
        from (
            select bool_or(person.psn_no is not null) as is_touched
            from intermediate.int_settlements as settlements
            left join touched.person
                on coalesce(settlements.psn_no, '') = person.psn_no
            where settlements.quarter = %s
            group by coalesce(settlements.psn_no, '')
        ) as people
        """,
        (quarter,),
    ).fetchone()
