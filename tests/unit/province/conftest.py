"""One small demo province for all tests of this folder."""

from pathlib import Path

import pytest

from claim_review.province.demo import write_province

QUARTERS = ["2025Q1", "2025Q2"]


@pytest.fixture(scope="session")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two quarters at scale 0.02: the folders `landing` and `truth`."""
    folder = tmp_path_factory.mktemp("province")
    write_province(folder / "landing", folder / "truth", 7, 0.02, QUARTERS)
    return folder
