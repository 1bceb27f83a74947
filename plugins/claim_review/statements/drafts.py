"""Drafting and publishing the statements of a month."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from claim_review.statements import queries
from claim_review.statements.words import in_words

_TABLES = {
    "by_rule": queries.BY_RULE,
    "lines": queries.LINES,
    "reversed": queries.REVERSED,
    "carried": queries.CARRIED,
}
_INSTITUTIONS = """
select distinct hits.fixmedins_code
from review.refusal as entry
inner join review.hit as hits on entry.hit_id = hits.hit_id
where
    entry.statement_month = %(month)s
    and not review.is_closed(%(month)s, hits.fixmedins_code)
order by hits.fixmedins_code
"""


class UnbalancedError(RuntimeError):
    """The sheet of a month does not balance with the states of the cases."""


def draft_month(
    connection: psycopg.Connection, month: str, as_of: datetime
) -> list[str]:
    """Draft the statements of a month that is over; return the numbers of new drafts.

    Each institution with entries in the ledger gets one. Again, only a statement that
    is no longer what was drafted gets a new draft; published ones are left alone.
    Raises UnbalancedError, and drafts nothing, when any month does not balance.
    """
    with connection.transaction():
        connection.execute("select pg_advisory_xact_lock(hashtext('review.statement'))")
        connection.execute("select review.cutoff_of(%s, %s)", (month, as_of))
        _refuse_imbalance(connection)
        institutions = connection.execute(_INSTITUTIONS, {"month": month}).fetchall()
        drafts = [_draft(connection, month, code, as_of) for (code,) in institutions]
    return [number for number in drafts if number]


def publish(
    connection: psycopg.Connection,
    statement_number: str,
    published_by: str,
    as_of: datetime,
) -> None:
    """Publish a draft for the agency, after which nothing is entered for its month.

    Raises a database error: CR-206 when the ledger says otherwise by now, CR-207
    when it is not the last draft.
    """
    connection.execute(
        """
        insert into review.statement_publication (
            statement_number, published_by, published_role, published_at
        )
        values (%s, %s, 'AGENCY', %s)
        """,
        (statement_number, published_by, as_of),
    )


def fingerprint(content: dict[str, Any]) -> str:
    """Return the SHA-256 of what a statement says, whatever the order of its keys."""
    text = json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _refuse_imbalance(connection: psycopg.Connection) -> None:
    wrong = connection.execute(
        """
        select statement_month, fixmedins_code
        from review.statement_imbalance
        order by statement_month, fixmedins_code
        """
    ).fetchall()
    if wrong:
        places = ", ".join(f"{code} in {month}" for month, code in wrong)
        raise UnbalancedError(
            f"what was confirmed and listed does not balance with the events: {places} "
            "(review.statement_imbalance)"
        )


def _draft(
    connection: psycopg.Connection, month: str, code: str, as_of: datetime
) -> str | None:
    """Keep what the statement says now; return its number, None if that is known."""
    content = _content(connection, month, code)
    draft, known = connection.execute(
        """
        select
            coalesce(max(draft), 0) + 1,
            (array_agg(content_sha256 order by draft desc))[1]
        from review.statement
        where statement_month = %s and fixmedins_code = %s
        """,
        (month, code),
    ).fetchone()
    if fingerprint(content) == known:
        return None
    number = f"JF-GN-{month.replace('-', '')}-{code}-{draft:02}"
    head = content["head"]
    connection.execute(
        """
        insert into review.statement (
            statement_number, statement_month, fixmedins_code, draft, refused_amount,
            reversed_amount, net_amount, content, content_sha256, drafted_at
        )
        values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
        """,
        (
            *(number, month, code, draft, head["refused_amount"]),
            *(head["reversed_amount"], head["net_amount"], Jsonb(content)),
            *(fingerprint(content), as_of),
        ),
    )
    return number


def _content(connection: psycopg.Connection, month: str, code: str) -> dict[str, Any]:
    values = {"month": month, "institution": code}
    with connection.cursor(row_factory=dict_row) as cursor:
        head = cursor.execute(queries.HEAD, values).fetchone()
        tables = {
            name: _plain(cursor.execute(query, values).fetchall())
            for name, query in _TABLES.items()
        }
    words = in_words(head["net_amount"])
    return {"head": _plain([head])[0] | {"net_in_words": words}, **tables}


def _plain(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows with amounts and days as text, which JSON keeps to the cent."""
    keep = (bool, int, str, type(None))
    return [
        {
            name: value if isinstance(value, keep) else str(value)
            for name, value in row.items()
        }
        for row in rows
    ]
