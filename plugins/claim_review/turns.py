"""One at a time: what is built in a warehouse has one set of tables to build in."""

import psycopg


def take_turn(connection: psycopg.Connection, of: str) -> None:
    """Wait until nobody else builds a layer, or a whole review, in this warehouse.

    The turn lasts until the connection closes, so a killed builder lets go by itself.
    """
    key = [f"claim_review.{of}"]
    free = "select pg_try_advisory_lock(hashtext(%s))"
    if not connection.execute(free, key).fetchone()[0]:
        print(f"another {of} is being built in this warehouse: waiting", flush=True)
        connection.execute("select pg_advisory_lock(hashtext(%s))", key)
