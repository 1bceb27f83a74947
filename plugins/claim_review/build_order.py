"""Whose layers stand in the warehouse: a review builds on its own and no others.

Facts, rules and hits hold one review and are unlogged. A server that crashed comes back
without their rows, and another review may have put its own there; a layer that is built
on either finds nothing, or another quarter, and takes all hits away without a word. So
which layers stand is written into a table that loses its rows with them.
"""

import os

import psycopg
from psycopg import sql


def take_turn(connection: psycopg.Connection, of: str = "layer") -> None:
    """Wait until nobody else builds a layer, or a whole review, in this warehouse.

    The turn lasts until the connection closes, so a killed builder lets go by itself.
    """
    key = [f"claim_review.build {of}"]
    free = "select pg_try_advisory_lock(hashtext(%s))"
    if not connection.execute(free, key).fetchone()[0]:
        print("another review is being built in this warehouse: waiting", flush=True)
        connection.execute("select pg_advisory_lock(hashtext(%s))", key)


def due(
    connection: psycopg.Connection, run_id: str, layer: str, layers: list[str]
) -> list[str]:
    """Return the layers to build, in their order: this one and missing ones before it.

    The caller has its turn; from now on the layers returned count as not there.
    """
    _ensure(connection)
    query = sql.SQL("select layer from {} where run_id = %s").format(_table())
    standing = {row[0] for row in connection.execute(query, [run_id])}
    before = layers[: layers.index(layer)]
    kept = before if standing.issuperset(before) else []
    others = sql.SQL("delete from {} where run_id != %s or layer != all(%s)")
    connection.execute(others.format(_table()), [run_id, kept])
    return [*before[len(kept) :], layer]


def stands(connection: psycopg.Connection, run_id: str, layer: str) -> None:
    """Record that a layer of this review has been built whole."""
    insert = sql.SQL("insert into {} (run_id, layer) values (%s, %s)")
    connection.execute(insert.format(_table()), [run_id, layer])


def _ensure(connection: psycopg.Connection) -> None:
    schema = sql.Identifier(_schema())
    connection.execute(sql.SQL("create schema if not exists {}").format(schema))
    connection.execute(
        sql.SQL(
            "create unlogged table if not exists {} (run_id text, layer text)"
        ).format(_table())
    )


def _table() -> sql.Identifier:
    return sql.Identifier(_schema(), "layer_built")


def _schema() -> str:
    """Return the schema of the facts, which has a prefix for what is built apart."""
    apart = os.environ.get("CLAIM_REVIEW_APART", "")
    return f"{apart}_intermediate" if apart else "intermediate"
