"""A province with two settlements, and a desk that extracts from it."""

from pathlib import Path

import pytest
from tests.batches import tiny_batch
from tests.integration.extract.source import Desk, Province

from claim_review.local.postgres import Postgres


@pytest.fixture(scope="session")
def province_url(server: Postgres) -> str:
    """The URL of a database beside the warehouses of the tests."""
    server.ensure_database("province", "claim_review")
    return server.url("province")


@pytest.fixture
def province(province_url: str) -> Province:
    """The province's database with two settlements of 2025Q1."""
    province = Province(province_url)
    province.make()
    province.put(tiny_batch())
    return province


@pytest.fixture
def desk(province: Province, warehouse_url: str, tmp_path: Path) -> Desk:
    """An empty warehouse and an empty landing area for extractions."""
    return Desk(province, warehouse_url, tmp_path)
