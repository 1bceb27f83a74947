"""One small demo province for all tests of this folder."""

from pathlib import Path

import pandas as pd
import pytest
from tests.unit.province.screens import Whole

from claim_review.province.demo import write_province

QUARTERS = ["2025Q1", "2025Q2"]


@pytest.fixture(scope="session")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two quarters at scale 0.02: the folders `landing` and `truth`."""
    folder = tmp_path_factory.mktemp("province")
    write_province(folder / "landing", folder / "truth", 7, 0.02, QUARTERS)
    return folder


@pytest.fixture(scope="session")
def whole(province: Path) -> Whole:
    """The rows of both batches, read once; tests take them as they are."""
    return Whole(sorted((province / "landing").iterdir()))


@pytest.fixture(scope="session")
def truth(province: Path) -> pd.DataFrame:
    """The cases of both batches."""
    parts = [
        pd.read_csv(file, dtype=str, keep_default_na=False)
        for file in sorted((province / "truth").iterdir())
    ]
    return pd.concat(parts, ignore_index=True)
