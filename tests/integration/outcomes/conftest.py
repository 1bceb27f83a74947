"""A warehouse in which the cases of cases.yml went their ways."""

from collections.abc import Callable, Iterator

import psycopg
import pytest
from tests.integration.outcomes import walks


@pytest.fixture(scope="module")
def walked_url(make_database: Callable[[], str]) -> str:
    """The URL of the warehouse; nothing in it changes."""
    return walks.walked(make_database)


@pytest.fixture
def walked(walked_url: str) -> Iterator[psycopg.Connection]:
    """A connection to it."""
    with psycopg.connect(walked_url) as connection:
        yield connection
        connection.rollback()
