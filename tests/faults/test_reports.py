"""Faults of a report: killed between its files, its record and its mails."""

import shutil
from pathlib import Path

import psycopg
import pytest
from tests.faults.halting import halt_before_insert, kill_halted
from tests.faults.traces import traces
from tests.integration.notify.mailing import filed, running_sink
from tests.integration.statements.conftest import MARTS
from tests.integration.statements.months import AFTER

from claim_review.notify import outbox
from claim_review.reports import publishing
from claim_review.review import reference
from claim_review.settings import Settings

pytestmark = pytest.mark.slow

DAY = AFTER["2025-07"]
PERIOD = "2025-07"


def files(var_dir: Path) -> set[str]:
    paths = (var_dir / "reports").rglob("*")
    return {str(path.relative_to(var_dir)) for path in paths if path.is_file()}


def publish(url: str, var_dir: Path) -> dict:
    return publishing.month(url, Settings(var_dir=var_dir), DAY)


def release(url: str, var_dir: Path, told: dict) -> list[str]:
    settings = Settings(var_dir=var_dir, reports_need_approval=False)
    return publishing.release(url, settings, told, None)


@pytest.fixture
def url(warehouse_url) -> str:
    return prepared(warehouse_url)


def prepared(url: str) -> str:
    with psycopg.connect(url) as connection:
        reference.publish(connection, DAY)
        connection.execute(MARTS)
    return url


@pytest.fixture(scope="module")
def unharmed(make_database, tmp_path_factory) -> tuple[dict, set[str]]:
    """What a month leaves that nothing hit: in the warehouse, and its files."""
    url, var_dir = prepared(make_database()), tmp_path_factory.mktemp("var")
    release(url, var_dir, publish(url, var_dir))
    return traces(url), files(var_dir)


def test_a_report_killed_between_its_files_and_its_record_is_one_version(
    url, tmp_path, unharmed
):
    halt_before_insert(url, "notify.publication")
    kill_halted(url, publish, url, tmp_path)
    assert (tmp_path / "reports" / PERIOD / "v1").is_dir()
    assert traces(url)["publications"] == []
    told = publish(url, tmp_path)
    assert told["version"] == 1
    release(url, tmp_path, told)
    assert (traces(url), files(tmp_path)) == unharmed


def test_a_release_killed_before_its_mails_are_queued_queues_each_once(
    url, tmp_path, unharmed
):
    told = publish(url, tmp_path)
    halt_before_insert(url, "notify.outbox")
    kill_halted(url, release, url, tmp_path, told)
    assert traces(url)["mails"] == []
    assert release(url, tmp_path, told)
    assert release(url, tmp_path, told) == []
    assert (traces(url), files(tmp_path)) == unharmed
    with running_sink(tmp_path) as settings:
        sent = outbox.drain_or_fail(url, settings, DAY).sent
    assert sent == len(unharmed[0]["mails"]) == len(filed(tmp_path))


def test_a_version_whose_folder_was_lost_is_made_again_as_it_was(
    url, tmp_path, unharmed
):
    publish(url, tmp_path)
    shutil.rmtree(tmp_path / "reports" / PERIOD / "v1")
    release(url, tmp_path, publish(url, tmp_path))
    assert (traces(url), files(tmp_path)) == unharmed
