"""All batches of a quarter load; a bad one does not stop the others."""

from pathlib import Path

from tests.batches import write_batch
from tests.integration.landing.loading import NOW, fetch

from claim_review import landing


def _load_quarter(url: str, folder: Path, quarter: str) -> list[tuple[str, str]]:
    results = landing.load_quarter(url, folder, folder / "quality", quarter, NOW)
    return [(result.batch_id, result.status) for result in results]


def test_every_batch_of_the_quarter_loads_in_the_order_of_its_extraction(
    warehouse_url: str, tmp_path: Path
) -> None:
    early = {"extracted_to": "2025-04-01T00:00:00+08:00"}
    write_batch(tmp_path, "b")
    write_batch(tmp_path, "c")
    write_batch(tmp_path, "z", **early)
    write_batch(tmp_path, "a", quarter="2025Q2", kind="late")
    (tmp_path / "unfinished").mkdir()
    (tmp_path / "unfinished" / "setl_d.csv.gz").write_bytes(b"")

    found = _load_quarter(warehouse_url, tmp_path, "2025Q1")

    assert found == [("z", "loaded"), ("b", "loaded"), ("c", "loaded")]
    recorded = fetch(warehouse_url, "select batch_id from raw.batch order by 1")
    assert [row["batch_id"] for row in recorded] == ["b", "c", "z"]


def test_a_refused_batch_does_not_stop_the_others(
    warehouse_url: str, tmp_path: Path
) -> None:
    write_batch(tmp_path, "a", entries={"setl_d": {"rows": 99}})
    write_batch(tmp_path, "b")

    found = _load_quarter(warehouse_url, tmp_path, "2025Q1")

    assert found == [("a", "refused"), ("b", "loaded")]


def test_a_batch_of_no_readable_quarter_is_tried_where_its_folder_name_points(
    warehouse_url: str, tmp_path: Path
) -> None:
    for name in ("2025Q1-x", "2025Q2-x", "unnamed"):
        (write_batch(tmp_path, name) / "manifest.json").write_text("{")

    found = _load_quarter(warehouse_url, tmp_path, "2025Q1")

    assert found == [("2025Q1-x", "refused"), ("unnamed", "refused")]


def test_a_landing_folder_that_is_not_there_holds_no_batches(
    warehouse_url: str, tmp_path: Path
) -> None:
    assert _load_quarter(warehouse_url, tmp_path / "nowhere", "2025Q1") == []
