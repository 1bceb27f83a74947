"""The pipeline without Airflow, in one process: for measuring and for tests."""

from datetime import datetime

import psycopg
from psycopg import sql

from claim_review import dbt, migrations, review_runs
from claim_review.local.postgres import Postgres
from claim_review.turns import take_turn


def fresh_database(server: Postgres, name: str) -> str:
    """Make an empty, migrated warehouse of this name anew and return its URL."""
    # The superuser drops it: nobody else may end an autovacuum that is at work there.
    with server.admin() as connection:
        drop = sql.SQL("drop database if exists {} with (force)")
        connection.execute(drop.format(sql.Identifier(name)))
    server.ensure_database(name, "claim_review")
    url = server.url(name)
    migrations.upgrade(url)
    return url


def review(
    url: str, run_id: str, quarter: str, as_of: datetime, with_tests: bool = True
) -> dict[str, str]:
    """Review a landed quarter, layer by layer; return what it was built with.

    Waits for another review that was begun this way, as a DAG run waits for others.
    """
    with psycopg.connect(url, autocommit=True) as connection:
        take_turn(connection, "review")
        run = review_runs.begin(url, run_id, quarter, as_of, as_of)
        for layer in dbt.LAYERS:
            dbt.build_layer(layer, run, url, with_tests)
        review_runs.open_cases(url, run)
        review_runs.end(url, run, as_of)
    return run
