import json

import pytest

from claim_review.local.batches import find, quarters


def write_manifest(folder, text: str) -> None:
    folder.mkdir()
    (folder / "manifest.json").write_text(text)


def test_quarters_come_from_the_manifests_in_time_order(tmp_path):
    for name, quarter in [("a", "2025Q2"), ("b", "2024Q4"), ("c", "2025Q2")]:
        write_manifest(tmp_path / name, json.dumps({"quarter": quarter}))
    (tmp_path / "unfinished").mkdir()
    assert quarters(find(tmp_path)) == ["2024Q4", "2025Q2"]


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"quarter": 5}', '{"quarter": "2025Q7"}', "{}"]
)
def test_a_batch_without_a_quarter_is_found_all_the_same(tmp_path, text):
    write_manifest(tmp_path / "odd", text)
    (batch,) = find(tmp_path)
    assert batch.quarter is None
    assert quarters([batch]) == []
