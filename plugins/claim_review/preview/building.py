"""Builds a quarter's facts, rules and hits apart from those that people read."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import psycopg
from psycopg import sql

from claim_review import dbt
from claim_review.settings import settings
from claim_review.warehouse import RefusedError

# How macros/generate_schema_name.sql is told, and what it names with it.
_APART = {"CLAIM_REVIEW_APART": "preview"}
_LAYERS = ("staging", "intermediate", "rules", "hits", "marts", "lists", "failures")
_SCHEMAS = [f"preview_{layer}" for layer in _LAYERS]
_SELECTED = [
    "resource_type:seed",
    *(path for layer in ("facts", "rules", "hits") for path in dbt.LAYERS[layer]),
    "fct_rule_hits",
]
_LOCK = "select pg_try_advisory_lock(hashtext('claim_review.preview'))"
_TELL_EVERY = 50


@contextmanager
def built(
    url: str, quarter: str, release: str, as_of: datetime
) -> Iterator[psycopg.Connection]:
    """Build the quarter into schemas `preview_…` and yield a connection to read them.

    They are gone afterwards; nothing else is written. Raises RefusedError while another
    preview is at work, and DbtError when a model fails.
    """
    with psycopg.connect(url, autocommit=True) as connection:
        if not connection.execute(_LOCK).fetchone()[0]:
            raise RefusedError("another preview is at work; wait until it has ended")
        # One that was killed may have left its own.
        _drop(connection)
        try:
            _start_from_hits(connection)
            _build(url, quarter, release, as_of)
            yield connection
        finally:
            _drop(connection)


def _start_from_hits(connection: psycopg.Connection) -> None:
    """Copy the hits: a review replaces its quarter in them and reads the others."""
    connection.execute("create schema preview_marts")
    connection.execute(
        "create table preview_marts.fct_rule_hits (like marts.fct_rule_hits) "
        "partition by list (quarter)"
    )
    there = "select distinct quarter from marts.fct_rule_hits"
    for (quarter,) in connection.execute(there).fetchall():
        # Named as dbt names it, which makes it unless it is there.
        partition = sql.SQL(
            "create table {} partition of preview_marts.fct_rule_hits "
            "for values in ({})"
        ).format(
            sql.Identifier("preview_marts", f"fct_rule_hits_{quarter.lower()}"),
            sql.Literal(quarter),
        )
        connection.execute(partition)
    connection.execute(
        "insert into preview_marts.fct_rule_hits table marts.fct_rule_hits"
    )


def _build(url: str, quarter: str, release: str, as_of: datetime) -> None:
    dbt.connect_by(url)
    os.environ["CLAIM_REVIEW_AS_OF"] = as_of.isoformat()
    os.environ["CLAIM_REVIEW_KNOWLEDGE_RELEASE"] = release
    # The same process may go on to a review, which is not built apart.
    with dbt.environment(_APART):
        dbt.invoke(
            [
                "build",
                *dbt.QUIETLY,
                *("--exclude-resource-type", "test", "unit_test"),
                *("--select", *_SELECTED),
            ],
            _target(quarter),
            {"quarter": quarter},
            _Lines().tell,
        )


def _target(quarter: str) -> Path:
    # Not that of reviews: dbt's parse cache knows the names of the schemas.
    return settings().var_dir / "dbt" / f"preview-{quarter}"


class _Lines:
    """Prints how many lists and models are built."""

    def __init__(self) -> None:
        self.built = 0

    def tell(self, event) -> None:
        if event.info.name != "NodeFinished":
            return
        self.built += 1
        if self.built % _TELL_EVERY == 0:
            print(f"  {self.built} lists and models built apart", flush=True)


def _drop(connection: psycopg.Connection) -> None:
    connection.execute("set client_min_messages = warning")
    for schema in _SCHEMAS:
        drop = sql.SQL("drop schema if exists {} cascade")
        connection.execute(drop.format(sql.Identifier(schema)))
