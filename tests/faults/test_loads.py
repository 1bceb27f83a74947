"""Faults of a load: killed, doubled, or begun while the batch is still being copied."""

import os
import shutil
import signal
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path

import pytest
from tests.batches import settlement, tiny_batch, write_batch
from tests.faults.halting import (
    halt_before_insert,
    halt_in_copies_of,
    halted,
    kill_halted,
)
from tests.faults.traces import traces
from tests.integration.landing.loading import NOW, fetch

from claim_review import landing

pytestmark = pytest.mark.slow

QUARTER = "2025Q1"
LATER = NOW + timedelta(hours=1)


@pytest.fixture(scope="module")
def landed(tmp_path_factory) -> Path:
    """A landing area with two batches; the second has a newer row of the first."""
    folder = tmp_path_factory.mktemp("var") / "landing"
    write_batch(folder, "2025Q1-regular-1")
    rows = tiny_batch() | {
        "setl_d": [settlement("S1", exch_updt_time="2025-04-02 12:00:00")]
    }
    rows["fee_list_d"] = rows["fee_list_d"][:2]
    write_batch(folder, "2025Q1-late-1", rows, extracted_to="2025-05-01T00:00:00+08:00")
    return folder


def load(url: str, folder: Path, now=NOW) -> list[str]:
    quality = folder.parent / "quality"
    done = landing.load_quarter_or_fail(url, folder, quality, QUARTER, now)
    return [result.status for result in done]


@pytest.fixture(scope="module")
def unharmed(make_database, landed: Path) -> dict:
    """What two loads leave that nothing hit."""
    url = make_database()
    assert load(url, landed) == ["loaded", "loaded"]
    return traces(url)


def test_a_loader_killed_in_the_middle_of_copy_is_loaded_whole_by_the_next(
    warehouse_url, landed, unharmed
):
    halt_in_copies_of(warehouse_url, "raw.fee_list_d", "other_columns")
    kill_halted(warehouse_url, load, warehouse_url, landed)
    assert fetch(warehouse_url, "select batch_id from raw.batch") == []
    assert load(warehouse_url, landed) == ["loaded", "loaded"]
    assert traces(warehouse_url) == unharmed


def test_a_loader_killed_between_staging_and_publishing_is_loaded_whole_by_the_next(
    warehouse_url, landed, unharmed
):
    halt_before_insert(warehouse_url, "raw.batch")
    kill_halted(warehouse_url, load, warehouse_url, landed)
    left = traces(warehouse_url)
    assert left["leftovers"]
    assert left["batches"] == []
    assert load(warehouse_url, landed) == ["loaded", "loaded"]
    assert traces(warehouse_url) == unharmed


def test_a_load_that_begins_before_the_backend_of_a_killed_one_is_gone_waits_for_it(
    warehouse_url, landed, unharmed
):
    halt_before_insert(warehouse_url, "raw.batch")
    with (
        ProcessPoolExecutor(1, get_context("spawn")) as others,
        halted(warehouse_url, load, warehouse_url, landed) as process,
    ):
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        next_one = others.submit(load, warehouse_url, landed)
        wait_for_lock(warehouse_url)
    assert next_one.result() == ["loaded", "loaded"]
    assert traces(warehouse_url) == unharmed


def wait_for_lock(url: str) -> None:
    """Wait until a load waits for the lock of its batch."""
    waiting = """
        select exists (
            select from pg_stat_activity
            where query = 'select pg_advisory_lock($1)' and wait_event = 'advisory'
        )
    """
    while not fetch(url, waiting)[0]["exists"]:
        pass


def test_two_loads_of_a_quarter_started_together_load_each_batch_once(
    warehouse_url, landed, unharmed
):
    with ProcessPoolExecutor(2, get_context("spawn")) as processes:
        asked = [processes.submit(load, warehouse_url, landed) for _ in range(2)]
        statuses = [status for one in asked for status in one.result()]
    assert sorted(statuses) == ["already_loaded"] * 2 + ["loaded"] * 2
    assert traces(warehouse_url) == unharmed


def copied(landed: Path, there: Path, *, without: str, short: str | None = None):
    """Copy the landing area as a slow copy has it, before its end."""
    shutil.copytree(landed, there)
    for batch in there.iterdir():
        (batch / without).unlink()
        if short:
            whole = (batch / short).read_bytes()
            (batch / short).write_bytes(whole[: len(whole) // 2])
    return there


def complete(landed: Path, there: Path) -> None:
    shutil.copytree(landed, there, dirs_exist_ok=True)


def test_a_folder_without_its_manifest_is_not_looked_at_until_it_is_complete(
    warehouse_url, landed, unharmed, tmp_path
):
    there = copied(landed, tmp_path / "slow", without="manifest.json")
    with pytest.raises(landing.BatchRefusedError, match="no complete batch of 2025Q1"):
        load(warehouse_url, there)
    assert fetch(warehouse_url, "select batch_id from raw.batch") == []
    complete(landed, there)
    assert load(warehouse_url, there, LATER) == ["loaded", "loaded"]
    assert traces(warehouse_url) == unharmed


def test_a_manifest_that_came_before_its_files_is_refused_and_loads_once_complete(
    warehouse_url, landed, unharmed, tmp_path
):
    there = copied(
        landed, tmp_path / "slow", without="mdtrt_d.csv.gz", short="fee_list_d.csv.gz"
    )
    with pytest.raises(landing.BatchRefusedError) as refused:
        load(warehouse_url, there)
    assert "mdtrt_d.csv.gz of table mdtrt_d is not there" in str(refused.value)
    assert "fee_list_d.csv.gz has sha256" in str(refused.value)
    assert traces(warehouse_url)["rows"] == []
    complete(landed, there)
    assert load(warehouse_url, there, LATER) == ["loaded", "loaded"]
    assert load(warehouse_url, there, LATER) == ["already_loaded", "already_loaded"]
    assert traces(warehouse_url) == unharmed


def test_a_manifest_that_is_itself_half_written_is_refused_and_loads_once_complete(
    warehouse_url, landed, unharmed, tmp_path
):
    there = tmp_path / "slow"
    shutil.copytree(landed, there)
    for batch in there.iterdir():
        text = (batch / "manifest.json").read_text()
        (batch / "manifest.json").write_text(text[: len(text) // 2])
    with pytest.raises(landing.BatchRefusedError, match=r"manifest\.json is not JSON"):
        load(warehouse_url, there)
    complete(landed, there)
    assert load(warehouse_url, there, LATER) == ["loaded", "loaded"]
    assert traces(warehouse_url) == unharmed
