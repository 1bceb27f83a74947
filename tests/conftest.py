"""One PostgreSQL server per test session, one fresh warehouse per test."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

# Set before anything imports Airflow or reads a setting: tests never touch var/.
_VAR = Path(tempfile.mkdtemp(prefix="claim-review-tests-"))
# The server may run as another account, which has to get in.
_VAR.chmod(0o755)
os.environ["CLAIM_REVIEW_VAR_DIR"] = str(_VAR)
os.environ["AIRFLOW_HOME"] = str(_VAR / "airflow")
os.environ["AIRFLOW__CORE__LOAD_EXAMPLES"] = "False"
os.environ["AIRFLOW__CORE__UNIT_TEST_MODE"] = "False"
os.environ["GX_ANALYTICS_ENABLED"] = "false"
os.environ["DO_NOT_TRACK"] = "1"

from claim_review import dbt, knowledge_release
from claim_review.local.postgres import Postgres
from claim_review.migrations import upgrade

_TEMPLATE = "migrated_template"
_numbers = count(1)


@pytest.fixture(scope="session", autouse=True)
def _clean_up() -> Iterator[None]:
    yield
    shutil.rmtree(_VAR, ignore_errors=True)


@pytest.fixture(scope="session")
def server(_clean_up: None) -> Iterator[Postgres]:
    """A running server of its own, far from any `var` folder."""
    server = Postgres(_VAR)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def template_database(server: Postgres) -> str:
    """The name of a migrated warehouse with lists alone; nobody connects to it."""
    server.ensure_database(_TEMPLATE, "claim_review")
    url = server.url(_TEMPLATE)
    upgrade(url)
    with psycopg.connect(url) as connection:
        release = knowledge_release.register(
            connection, datetime(2025, 1, 1, tzinfo=UTC)
        )
        connection.rollback()
    dbt.seed_lists(url, _VAR / "dbt" / "template", release)
    return _TEMPLATE


@pytest.fixture(scope="session")
def make_database(server: Postgres, template_database: str) -> Callable[[], str]:
    """Return a function that makes a migrated, empty warehouse and returns its URL."""

    def make() -> str:
        name = f"test_{next(_numbers)}"
        with psycopg.connect(server.url("warehouse"), autocommit=True) as admin:
            statement = sql.SQL("create database {} template {}")
            admin.execute(
                statement.format(
                    sql.Identifier(name), sql.Identifier(template_database)
                )
            )
        return server.url(name)

    return make


@pytest.fixture
def warehouse_url(server: Postgres, make_database: Callable[[], str]) -> Iterator[str]:
    """The libpq URL of a migrated, empty warehouse, dropped after the test."""
    url = make_database()
    yield url
    name = sql.Identifier(url.rsplit("/", 1)[1])
    with psycopg.connect(server.url("warehouse"), autocommit=True) as admin:
        admin.execute(sql.SQL("drop database {} with (force)").format(name))
