"""A quarter to prove, put away and save."""

from collections.abc import Iterator

import pytest
from tests.databases import copy, say
from tests.integration.archive.kept import Kept, make
from tests.integration.cases import casework

from claim_review.local.postgres import Postgres

_NAME = "kept_quarter"


@pytest.fixture(scope="session")
def kept(
    server: Postgres,
    template_database: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Kept]:
    """A quarter of which every proof holds; tests leave it as it is."""
    copy(server, template_database, _NAME)
    url = casework.warehouse(lambda: server.url(_NAME))
    yield make(url, tmp_path_factory.mktemp("var"))
    say(server, "drop database {} with (force)", _NAME)
