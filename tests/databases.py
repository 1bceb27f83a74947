"""Databases of the tests' own server, made, renamed and dropped by name."""

from psycopg import sql

from claim_review.local.postgres import Postgres


def say(server: Postgres, statement: str, *names: str) -> None:
    """Run a statement on whole databases, their names put in its places.

    The superuser says it: nobody else may end an autovacuum that is at work there.
    """
    with server.admin() as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def copy(server: Postgres, template: str, name: str) -> None:
    """Make a database as the template is, owned by the project's own role."""
    say(server, "create database {} template {} owner claim_review", name, template)
