"""A warehouse with the procedure's reference data; what a test does is undone."""

from collections.abc import Callable, Iterator

import psycopg
import pytest
from tests.integration.cases import casework


@pytest.fixture(scope="module")
def case_url(make_database: Callable[[], str]) -> str:
    """The URL of a warehouse with reference data, an approved batch and a contact."""
    return casework.warehouse(make_database)


@pytest.fixture
def connection(case_url: str) -> Iterator[psycopg.Connection]:
    """A connection whose changes are undone in the end."""
    yield from casework.undone(case_url)


@pytest.fixture
def case(connection: psycopg.Connection) -> casework.Case:
    """A hit of 100 yuan, 80 of them the fund's, before its first event."""
    return casework.opened(connection)
