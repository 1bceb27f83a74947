"""Databases of the tests' own server, made, renamed and dropped by name."""

import psycopg
from psycopg import sql

from claim_review.local.postgres import Postgres


def say(server: Postgres, statement: str, *names: str) -> None:
    """Run a statement on whole databases, their names put in its places."""
    with psycopg.connect(server.url("warehouse"), autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
