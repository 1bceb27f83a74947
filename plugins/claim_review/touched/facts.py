"""The facts of a quarter: which one they are of, what they stand on, where they lie.

`intermediate`, `rules` and `hits` hold the quarter reviewed last. The facts of a few
quarters before it are kept under the quarter's name, so that a late batch finds them.
"""

from dataclasses import dataclass

import psycopg
from psycopg import sql

SCHEMAS = ("intermediate", "rules", "hits")

# Unlogged like the facts themselves: a crash of the database empties them all.
_MARKER = """
create unlogged table if not exists intermediate.facts_of (
    quarter text not null,
    run_id text not null,
    layers text[] not null,
    newest_load bigint,
    rules_sha256 text,
    references_sha256 text
)
"""


@dataclass(frozen=True)
class FactsOf:
    """What finished facts stand on: the batches up to a load, rules, references."""

    quarter: str
    run_id: str
    newest_load: int
    rules_sha256: str
    references_sha256: str


def read(connection: psycopg.Connection) -> FactsOf | None:
    """Return what the facts in place stand on; None when they are not all built."""
    row = _row(connection)
    if row is None or row[3] is None:
        return None
    quarter, run_id, _, *stands_on = row
    return FactsOf(quarter, run_id, *stands_on)


def begin(connection: psycopg.Connection, quarter: str, run_id: str) -> None:
    """Say of the facts in place that a run is about to build or change them."""
    connection.execute("create schema if not exists intermediate")
    connection.execute(_MARKER)
    connection.execute("delete from intermediate.facts_of")
    connection.execute(
        "insert into intermediate.facts_of values (%s, %s, '{}')", (quarter, run_id)
    )


def are_of(connection: psycopg.Connection, run_id: str) -> bool:
    """Return whether the facts are the run's to build on, and were not lost since."""
    row = _row(connection)
    return row is not None and row[1] == run_id


def due(connection: psycopg.Connection, layer: str, layers: list[str]) -> list[str]:
    """Return what to build for a layer: it, after those before it that are not whole.

    From now on none of the layers returned, nor any after them, counts as built.
    """
    (built,) = connection.execute("select layers from intermediate.facts_of").fetchone()
    before = layers[: layers.index(layer)]
    whole = before if set(before) <= set(built) else []
    connection.execute("update intermediate.facts_of set layers = %s", (whole,))
    return [*before[len(whole) :], layer]


def stands(connection: psycopg.Connection, layer: str) -> None:
    """Record that a layer has been built whole."""
    connection.execute(
        "update intermediate.facts_of set layers = layers || %s::text", (layer,)
    )


def finish(connection: psycopg.Connection, built: FactsOf) -> None:
    """Record what the facts in place stand on, once rules and hits are built too."""
    connection.execute("delete from intermediate.facts_of")
    connection.execute(
        "insert into intermediate.facts_of values (%s, %s, '{}', %s, %s, %s)",
        (
            *(built.quarter, built.run_id, built.newest_load),
            *(built.rules_sha256, built.references_sha256),
        ),
    )


def _row(connection: psycopg.Connection) -> tuple | None:
    there = "select to_regclass('intermediate.facts_of') is not null"
    if not connection.execute(there).fetchone()[0]:
        return None
    return connection.execute("select * from intermediate.facts_of").fetchone()


def bring(connection: psycopg.Connection, quarter: str, kept: int) -> None:
    """Put the quarter's facts in place, aside those of another quarter; all or nothing.

    `kept` quarters are kept aside at most; the oldest go first.
    """
    with connection.transaction():
        facts = read(connection)
        if facts is not None and facts.quarter == quarter:
            return
        if facts is None:
            _drop(connection, "")
        else:
            _drop(connection, _suffix(facts.quarter))
            _rename(connection, "", _suffix(facts.quarter))
        _rename(connection, _suffix(quarter), "")
        aside = _aside(connection)
        for suffix in aside[: max(0, len(aside) - kept)]:
            _drop(connection, suffix)


def _suffix(quarter: str) -> str:
    return f"_{quarter.lower()}"


def _aside(connection: psycopg.Connection) -> list[str]:
    """Return the suffixes of the quarters that are kept aside, the oldest first."""
    rows = connection.execute(
        "select substr(nspname, length('intermediate') + 1) from pg_namespace "
        "where nspname ~ '^intermediate_[0-9]{4}q[1-4]$' order by 1"
    )
    return [suffix for (suffix,) in rows]


def _rename(connection: psycopg.Connection, old: str, new: str) -> None:
    there = "select exists (select from pg_namespace where nspname = %s)"
    for schema in SCHEMAS:
        if connection.execute(there, [schema + old]).fetchone()[0]:
            query = sql.SQL("alter schema {} rename to {}").format(
                sql.Identifier(schema + old), sql.Identifier(schema + new)
            )
            connection.execute(query)


def _drop(connection: psycopg.Connection, suffix: str) -> None:
    for schema in SCHEMAS:
        drop = sql.SQL("drop schema if exists {} cascade")
        connection.execute(drop.format(sql.Identifier(schema + suffix)))
