"""One PostgreSQL server per test session, one fresh warehouse per test."""

from collections.abc import Iterator
from itertools import count

import psycopg
import pytest
from psycopg import sql

from claim_review.local.postgres import Postgres
from claim_review.migrations import upgrade

_TEMPLATE = "migrated_template"
_numbers = count(1)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A running server of its own, far from any `var` folder."""
    server = Postgres(tmp_path_factory.mktemp("var"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def template_database(server: Postgres) -> str:
    """The name of a migrated, empty warehouse that nobody connects to."""
    server.ensure_database(_TEMPLATE, "claim_review")
    upgrade(server.url(_TEMPLATE))
    return _TEMPLATE


@pytest.fixture
def warehouse_url(server: Postgres, template_database: str) -> Iterator[str]:
    """The libpq URL of a migrated, empty warehouse, dropped after the test."""
    name = sql.Identifier(f"test_{next(_numbers)}")
    template = sql.Identifier(template_database)
    with psycopg.connect(server.url("warehouse"), autocommit=True) as admin:
        admin.execute(sql.SQL("create database {} template {}").format(name, template))
        yield server.url(name.as_string(admin).strip('"'))
        admin.execute(sql.SQL("drop database {} with (force)").format(name))
