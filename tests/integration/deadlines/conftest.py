"""One warehouse per module with the published procedure; a test takes back its own."""

from collections.abc import Callable, Iterator

import psycopg
import pytest
from tests.integration.deadlines.clocks import AS_OF

from claim_review.review import reference


@pytest.fixture(scope="module")
def published_url(make_database: Callable[[], str]) -> str:
    """The URL of a warehouse with the project's own reference data."""
    url = make_database()
    with psycopg.connect(url) as connection:
        reference.publish(connection, AS_OF)
    return url


@pytest.fixture
def connection(published_url: str) -> Iterator[psycopg.Connection]:
    """A transaction on that warehouse that is taken back after the test."""
    with (
        psycopg.connect(published_url) as connection,
        connection.transaction(force_rollback=True),
    ):
        yield connection


@pytest.fixture
def empty(warehouse_url: str) -> Iterator[psycopg.Connection]:
    """A transaction on a warehouse where nothing is published."""
    with (
        psycopg.connect(warehouse_url) as connection,
        connection.transaction(force_rollback=True),
    ):
        yield connection
