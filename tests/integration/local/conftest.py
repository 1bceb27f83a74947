import pytest
from tests.workspace import var_folder


@pytest.fixture
def var_dir():
    with var_folder() as folder:
        yield folder
