"""A load that dies leaves nothing that anybody reads, and the next one cleans up."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from tests.batches import tiny_batch, write_batch
from tests.integration.landing.loading import connect, current, fetch, load, row_counts

# Runs inside the last transaction of a load, after everything else has been done.
DIE = """
create function public.die() returns trigger language plpgsql as $$
begin
    perform pg_terminate_backend(pg_backend_pid());
    return null;
end
$$;
create trigger die after insert on raw.batch_table
for each row execute function public.die();
"""


def _leftovers(counts: dict[str, int]) -> list[str]:
    return [name for name in counts if "__" in name]


def test_a_load_that_dies_at_its_last_step_leaves_nothing_visible(
    warehouse_url: str, tmp_path: Path
) -> None:
    landing = tmp_path / "landing"
    load(warehouse_url, write_batch(landing, "good"))
    before = row_counts(warehouse_url)
    with connect(warehouse_url) as connection:
        connection.execute(DIE)

    with pytest.raises(psycopg.OperationalError):
        load(warehouse_url, write_batch(landing, "dying"))

    after = row_counts(warehouse_url)
    assert {name: after[name] for name in before} == before
    assert _leftovers(after)


def test_the_next_load_drops_what_a_dead_one_left_and_loads(
    warehouse_url: str, tmp_path: Path
) -> None:
    folder = write_batch(tmp_path / "landing", "dying")
    with connect(warehouse_url) as connection:
        connection.execute(DIE)
    with pytest.raises(psycopg.OperationalError):
        load(warehouse_url, folder)
    with connect(warehouse_url) as connection:
        connection.execute("drop trigger die on raw.batch_table")

    load(warehouse_url, write_batch(tmp_path / "landing", "other"))

    assert _leftovers(row_counts(warehouse_url)) == []
    assert load(warehouse_url, folder).status == "loaded"


def test_no_load_leaves_tables_behind(warehouse_url: str, tmp_path: Path) -> None:
    landing = tmp_path / "landing"
    rows = tiny_batch()
    rows["setl_d"] = []
    load(warehouse_url, write_batch(landing, "loaded"))
    load(warehouse_url, write_batch(landing, "refused", rows=rows))

    assert _leftovers(row_counts(warehouse_url)) == []


def test_two_processes_that_load_the_same_batch_load_it_once(
    warehouse_url: str, tmp_path: Path
) -> None:
    folder = write_batch(tmp_path / "landing")

    with ThreadPoolExecutor() as pool:
        results = list(pool.map(lambda _: load(warehouse_url, folder), range(2)))

    assert sorted(result.status for result in results) == ["already_loaded", "loaded"]
    assert len(fetch(warehouse_url, "select * from raw.setl_d")) == 2


def test_batches_that_load_at_once_see_each_others_versions(
    warehouse_url: str, tmp_path: Path
) -> None:
    landing = tmp_path / "landing"
    folders = [write_batch(landing, f"batch{number}") for number in range(3)]

    with ThreadPoolExecutor() as pool:
        results = list(pool.map(lambda folder: load(warehouse_url, folder), folders))

    assert [result.status for result in results] == ["loaded"] * 3
    found = current(warehouse_url, "setl_d", "setl_id")
    assert found == [("S1",), ("S2",)]
