"""One PostgreSQL server per test session, one fresh warehouse per test."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

# Set before anything imports Airflow or reads a setting: tests never touch var/.
_VAR = Path(tempfile.mkdtemp(prefix="claim-review-tests-"))
# The server may run as another account, which has to get in.
_VAR.chmod(0o755)
# No fixture: the process that only hands out tests has no session of its own.
atexit.register(shutil.rmtree, _VAR, ignore_errors=True)
os.environ["CLAIM_REVIEW_VAR_DIR"] = str(_VAR)
os.environ["AIRFLOW_HOME"] = str(_VAR / "airflow")
os.environ["AIRFLOW__CORE__LOAD_EXAMPLES"] = "False"
os.environ["AIRFLOW__CORE__UNIT_TEST_MODE"] = "False"
os.environ["GX_ANALYTICS_ENABLED"] = "false"
os.environ["DO_NOT_TRACK"] = "1"

from claim_review.local.postgres import Postgres
from claim_review.migrations import upgrade
from tests.databases import copy, say

_TEMPLATE = "migrated_template"


@pytest.fixture(scope="session")
def server() -> Iterator[Postgres]:
    """A running server of its own, far from any `var` folder."""
    server = Postgres(_VAR)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def template_database(server: Postgres) -> str:
    """The name of a migrated, empty warehouse; nobody connects to it."""
    server.ensure_database(_TEMPLATE, "claim_review")
    upgrade(server.url(_TEMPLATE))
    return _TEMPLATE


@pytest.fixture(scope="module")
def make_database(
    server: Postgres, template_database: str
) -> Iterator[Callable[[], str]]:
    """Return a function that copies the template to a new warehouse, returns its URL.

    The names are used again by the next module, because dbt's parse cache holds for
    the name of the warehouse that it was made on.
    """
    made: list[str] = []

    def make() -> str:
        made.append(f"test_{len(made) + 1}")
        copy(server, template_database, made[-1])
        return server.url(made[-1])

    yield make
    for name in made:
        say(server, "drop database {} with (force)", name)


@pytest.fixture
def warehouse_url(make_database: Callable[[], str]) -> str:
    """The libpq URL of a migrated, empty warehouse."""
    return make_database()
