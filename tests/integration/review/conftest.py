"""Reviews start from a warehouse that holds the lists: each would load the same."""

import psycopg
import pytest
from tests import pipeline
from tests.databases import copy, say

from claim_review import dbt, knowledge_release
from claim_review.local.postgres import Postgres

_TEMPLATE = "lists_template"


@pytest.fixture(scope="session")
def template_database(server: Postgres, template_database: str) -> str:
    """The name of a migrated warehouse with the lists alone; nobody connects to it."""
    # Filled under the name that the first review will use, for dbt's parse cache.
    copy(server, template_database, "test_1")
    url = server.url("test_1")
    with psycopg.connect(url) as connection:
        release = knowledge_release.register(connection, pipeline.AS_OF)
        connection.rollback()
    dbt.seed_lists(url, pipeline.QUARTER, release)
    say(server, "alter database {} rename to {}", "test_1", _TEMPLATE)
    return _TEMPLATE
