"""Extraction as people and Airflow call it."""

import runpy
from pathlib import Path

import pytest
import yaml
from pydantic import SecretStr
from tests.batches import settlement
from tests.commands import install, type_in
from tests.integration.extract.source import Desk, at, stamp

from claim_review.province.extract import commands, mapping
from claim_review.settings import settings
from claim_review.warehouse import RefusedError

DAG_FILE = Path(__file__).parents[3] / "dags" / "extract_settlements.py"


@pytest.fixture
def invented(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk whose mapping stands where mappings of the project stand."""
    text = yaml.safe_dump(desk.text, allow_unicode=True)
    (desk.folder / "invented.yml").write_text(text, "utf-8")
    monkeypatch.setattr(mapping.read_mapping, "__defaults__", (desk.folder,))
    return desk


def test_the_command_names_the_batches_and_says_when_there_is_none(
    invented: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(
        monkeypatch,
        commands,
        invented.url,
        landing_dir=invented.landing,
        province_url=SecretStr(invented.province.url),
        province_source="invented",
    )

    said = type_in(commands, "extract", at(10))

    assert [said] == invented.batches()
    assert type_in(commands, "extract", at(10)) == "nothing new, no batch"
    invented.province.put({"setl_d": [settlement("S3", exch_updt_time=stamp(5))]})
    again = type_in(
        commands, "extract", at(10), "invented", "--since", "2025-03-05 00:00"
    )
    assert invented.batches() == sorted([said, again])


def test_the_command_without_an_address_says_which_setting_is_missing(
    invented: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, commands, invented.url, landing_dir=invented.landing)

    with pytest.raises(RefusedError, match="PROVINCE_URL is not set"):
        type_in(commands, "extract", at(10))


def test_the_task_of_the_dag_reads_the_connection_that_is_named(
    invented: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = invented.province.url.replace("postgresql:", "postgres:")
    monkeypatch.setenv("AIRFLOW_CONN_SOMEWHERE", url)
    monkeypatch.setenv("CLAIM_REVIEW_PROVINCE_CONNECTION", "somewhere")
    monkeypatch.setenv("CLAIM_REVIEW_PROVINCE_SOURCE", "invented")
    monkeypatch.setenv("CLAIM_REVIEW_WAREHOUSE_URL", invented.url)
    monkeypatch.setenv("CLAIM_REVIEW_LANDING_DIR", str(invented.landing))
    settings.cache_clear()
    try:
        dag = runpy.run_path(str(DAG_FILE))["extract_settlements"]()
        assert dag.schedule.expression == "0 3 * * *"
        call = dag.get_task("extract").python_callable
        first = call(params={"since": None})
        assert call(params={"since": None}) == []
        again = call(params={"since": "2025-01-01T00:00:00+08:00"})
    finally:
        settings.cache_clear()

    # One window per release since then; rows that are in the source all come first.
    assert first[0].startswith("2025Q1-invented-20250416-")
    assert again[0].startswith("2025Q1-invented-20250416-")
    assert invented.batches() == sorted([*first, *again])
