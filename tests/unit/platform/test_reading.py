"""A delivery is read whole or refused whole, and every wrong cell is named."""

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.integration.platform.deliveries import (
    DOCUMENT,
    SUSPECT,
    delivery_of,
    table,
    write,
)

from claim_review.platform.delivery import PlatformRefusedError, folders_in
from claim_review.platform.reading import moment

MADE_AT = datetime(2025, 8, 1, tzinfo=UTC)


def sent(folder: Path, *suspects: dict, details: bytes | None = None) -> Path:
    """Write a delivery of 疑点 of one 单据."""
    tables = {
        "doc_d": table([DOCUMENT]),
        "doc_suspt_d": table([SUSPECT | each for each in suspects or ({},)]),
    }
    if details is not None:
        tables["doc_suspt_detl_d"] = details
    return write(folder, tables, MADE_AT)


def refused(folder: Path) -> str:
    with pytest.raises(PlatformRefusedError) as refusal:
        delivery_of(folder)
    return str(refusal.value)


def test_a_row_is_read_with_its_document_in_one_form(tmp_path):
    row = {"cnfm_vola_amt": "45.5000", "updt_time": "2025-07-22", "appl_rea": "'=1+1"}
    delivery = delivery_of(sent(tmp_path, row))
    (row,) = delivery.rows
    assert row.line == 2
    assert row.told_at == moment("2025-07-22 00:00:00")
    assert row.told["medins_id"] == "H1"
    assert row.told["cnfm_vola_amt"] == "45.50"
    assert row.told["appl_rea"] == "=1+1"
    assert row.told["supn_suspt_stas"] == "DISPATCHED"
    assert "finl_vola_amt" not in row.told


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"cnfm_vola_amt": "12,5"}, "line 2, cnfm_vola_amt: '12,5' is not a number"),
        ({"cnfm_vola_amt": "NaN"}, "cnfm_vola_amt: 'NaN' is not a number"),
        ({"cnfm_vola_amt": "1e30"}, "cnfm_vola_amt: '1e30' is not a number"),
        ({"cnfm_vola_amt": "-1"}, "cnfm_vola_amt: -1 is below 0"),
        ({"cnfm_vola_amt": "1.005"}, "cnfm_vola_amt: 1.005 is not to the cent"),
        ({"appl_time": "22/7/2025"}, "appl_time: '22/7/2025' is not such as"),
        ({"appl_time": "2025-08-02"}, "appl_time: 2025-08-02 is after the delivery"),
        ({"appl_flag": "9"}, "appl_flag: '9' is no code of platform_codes.csv"),
        ({"supn_suspt_stas": ""}, "supn_suspt_stas: it is empty"),
        ({"doc_id": "D2"}, "line 2, doc_id: D2 is not in doc_d.csv"),
        ({"appl_rea": "a\0b"}, "appl_rea: it has a character 0"),
    ],
)
def test_a_wrong_cell_refuses_the_delivery(tmp_path, cells, why):
    assert why in refused(sent(tmp_path, cells))


def test_all_defects_are_named_at_once(tmp_path):
    told = refused(
        sent(tmp_path, {"cnfm_vola_amt": "x"}, {"appl_time": "y"}, {"appl_flag": "z"})
    )
    assert "line 2, cnfm_vola_amt" in told
    assert "line 3, appl_time" in told
    assert "line 3, doc_suspt_id: X1 is on line 2 too" in told
    assert "line 4, appl_flag" in told


def test_lines_are_counted_where_a_cell_has_several(tmp_path):
    rows = {"appl_rea": "一\n二\n三"}, {"doc_suspt_id": "X2", "appl_time": "y"}
    assert "line 5, appl_time" in refused(sent(tmp_path, *rows))


def test_a_detail_without_its_suspect_refuses_the_delivery(tmp_path):
    details = table([{"doc_suspt_detl_id": "1", "doc_suspt_id": "X9"}])
    told = refused(sent(tmp_path, details=details))
    assert "doc_suspt_detl_d.csv line 2, doc_suspt_id: X9 is not in" in told


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"doc_id,doc_id\n1,2\n", "line 1: column doc_id comes twice"),
        (b"doc_id\n1\n", "line 1: column appl_ddln is missing"),
        (b"", "line 1: column doc_id is missing"),
        ("doc_id\n\n单据".encode("gb18030"), "line 3: it is not UTF-8"),
        (table([DOCUMENT]) + b"D2,T1\n", "line 3: 2 cells, the header has 7"),
        (table([DOCUMENT]) + b'"D2', "line 3: unexpected end of data"),
    ],
)
def test_a_broken_file_refuses_the_delivery(tmp_path, content, why):
    folder = sent(tmp_path)
    (folder / "doc_d.csv").write_bytes(content)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["tables"]["doc_d"]["sha256"] = hashlib.sha256(content).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))
    assert f"doc_d.csv {why}" in refused(folder)


def changed(folder: Path, **changes) -> Path:
    """Write other things into the manifest."""
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))
    return folder


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"format": "other"}, "format has to be claim-review/platform@1"),
        ({"made_at": "2025-08-01T00:00:00"}, "made_at has to be such as"),
        ({"made_at": None}, "made_at has to be such as"),
        ({"tables": None}, "tables are missing"),
        ({"tables": {}}, "table doc_suspt_d is missing"),
        ({"tables": {"doc_x": {}}}, "table doc_x is not one of"),
        ({"tables": {"doc_d": []}}, "doc_d: it has to have file, rows and sha256"),
        (
            {"tables": {"doc_d": {"file": "../doc_d.csv", "rows": 1}}},
            "doc_d: file has to be a name in this folder",
        ),
        ({"tables": {"doc_d": {"file": "x.csv", "rows": 1}}}, "there is no file x.csv"),
        (
            {"tables": {"doc_d": {"file": "doc_d.csv", "rows": 1, "sha256": "0"}}},
            "doc_d.csv: it is not the file that the manifest means",
        ),
        (
            {"tables": {"doc_d": {"file": "doc_d.csv", "rows": True}}},
            "doc_d: rows has to be a count",
        ),
    ],
)
def test_a_wrong_manifest_refuses_the_delivery(tmp_path, changes, why):
    assert why in refused(changed(sent(tmp_path), **changes))


def test_a_manifest_that_is_no_json_refuses_the_delivery(tmp_path):
    folder = sent(tmp_path)
    (folder / "manifest.json").write_text("{")
    assert "manifest.json: Expecting" in refused(folder)


def test_another_count_of_rows_refuses_the_delivery(tmp_path):
    folder = sent(tmp_path)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["tables"]["doc_suspt_d"]["rows"] = 2
    changed(folder, tables=manifest["tables"])
    assert "doc_suspt_d.csv: 1 rows, the manifest says 2" in refused(folder)


def test_a_folder_counts_when_its_manifest_is_there(tmp_path):
    sent(tmp_path / "b")
    sent(tmp_path / "a")
    (sent(tmp_path / "c") / "manifest.json").unlink()
    (tmp_path / "loose.csv").touch()
    assert [folder.name for folder in folders_in(tmp_path)] == ["a", "b"]
    assert list(folders_in(tmp_path / "nowhere")) == []
