"""A quarter to prove, put away and save."""

from collections.abc import Callable

import pytest
from tests.integration.archive.kept import Kept, make
from tests.integration.cases import casework


@pytest.fixture(scope="module")
def kept(
    make_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory
) -> Kept:
    """A quarter of which every proof holds."""
    url = casework.warehouse(make_database)
    return make(url, tmp_path_factory.mktemp("var"))
