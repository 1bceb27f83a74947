"""The one way to the warehouse database."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import psycopg
import sqlalchemy

from claim_review.settings import settings


def url() -> str:
    """Return the libpq URL of the warehouse; raise RuntimeError when it is not set."""
    value = settings().warehouse_url.get_secret_value()
    if not value:
        raise RuntimeError(
            "CLAIM_REVIEW_WAREHOUSE_URL is not set; "
            "it is a libpq URL such as postgresql://user:password@host:5432/warehouse"
        )
    return value


def connect(**kwargs) -> psycopg.Connection:
    """Open a psycopg connection to the warehouse; the caller closes it."""
    return psycopg.connect(url(), **kwargs)


@cache
def engine(libpq_url: str | None = None) -> sqlalchemy.Engine:
    """Return the SQLAlchemy engine of the warehouse (psycopg 3)."""
    address = sqlalchemy.make_url(libpq_url or url())
    return sqlalchemy.create_engine(address.set(drivername="postgresql+psycopg"))


class RefusedError(ValueError):
    """The database refused what somebody typed and said why."""


@contextmanager
def refusing() -> Iterator[psycopg.Connection]:
    """Yield a connection for a command; raise RefusedError with the database's word."""
    try:
        with connect() as connection:
            yield connection
    except psycopg.Error as error:
        why = error.diag.message_primary or ""
        if not why.startswith("CR-") and not isinstance(error, psycopg.IntegrityError):
            raise
        raise RefusedError(why) from error
