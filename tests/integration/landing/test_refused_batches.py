"""A bad batch is refused whole, with the exact reason, and changes nothing else."""

import gzip
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.batches import csv_text, settlement, tiny_batch, write_batch
from tests.integration.landing.loading import fetch, load, row_counts

SETL = csv_text("setl_d", tiny_batch()["setl_d"])
LINES = SETL.splitlines(keepends=True)


def _with_file(content: bytes) -> Callable[[Path], Path]:
    return lambda landing: write_batch(landing, "bad", files={"setl_d": content})


def _with_entry(**entry: object) -> Callable[[Path], Path]:
    return lambda landing: write_batch(landing, "bad", entries={"setl_d": entry})


def _without_file(landing: Path) -> Path:
    folder = write_batch(landing, "bad")
    (folder / "mdtrt_d.csv.gz").unlink()
    return folder


def _without_table(landing: Path) -> Path:
    rows = tiny_batch()
    del rows["mdtrt_d"], rows["psn_info_b"]
    return write_batch(landing, "bad", rows=rows)


def _without_columns(landing: Path) -> Path:
    rows = tiny_batch()
    for row in rows["setl_d"]:
        del row["insutype"]
    for row in rows["psn_info_b"]:
        del row["gend"], row["psn_name"]
    return write_batch(landing, "bad", rows=rows)


def _broken_manifest(landing: Path) -> Path:
    folder = write_batch(landing, "bad")
    (folder / "manifest.json").write_text('{"format": ', "utf-8")
    return folder


BAD_BATCHES = {
    "a file is missing": (
        _without_file,
        "mdtrt_d.csv.gz of table mdtrt_d is not there",
    ),
    "a hash differs": (
        _with_entry(sha256="0" * 64),
        "setl_d.csv.gz has sha256 {sha256}, manifest.json says " + "0" * 64,
    ),
    "a row is missing": (
        _with_entry(rows=3),
        "setl_d.csv.gz holds 2 rows, manifest.json says 3",
    ),
    "a sum is a cent off": (
        _with_entry(sums={"medfee_sumamt": "150.51", "hifp_pay": "150.50"}),
        "setl_d.csv.gz: medfee_sumamt adds up to 150.50, manifest.json says 150.51",
    ),
    "required columns are missing": (
        _without_columns,
        "setl_d.csv.gz: required column setl_d.insutype is missing; "
        "psn_info_b.csv.gz: required column psn_info_b.psn_name is missing; "
        "psn_info_b.csv.gz: required column psn_info_b.gend is missing",
    ),
    "required tables are missing": (
        _without_table,
        "manifest.json: required table mdtrt_d is not listed; "
        "manifest.json: required table psn_info_b is not listed",
    ),
    "a column comes twice": (
        _with_file(SETL.replace("init_setl_id", "gend", 1).encode()),
        "setl_d.csv.gz line 1: column 'gend' comes 2 times; "
        "setl_d.csv.gz: required column setl_d.init_setl_id is missing",
    ),
    "two aliases of one column come": (
        _with_file(
            SETL.replace("insu_admdvs", "insu_optins,insuplc_admdvs", 1).encode()
        ),
        "setl_d.csv.gz line 1: column 'insu_admdvs' comes 2 times",
    ),
    "a line is too short": (
        _with_file((LINES[0] + LINES[1] + "S2,M2\n").encode()),
        "setl_d.csv.gz line 3 has fewer fields than the header",
    ),
    "a line is too long": (
        _with_file(SETL.replace("\n", ",more\n").replace(",more", "", 1).encode()),
        "setl_d.csv.gz line 2 has more fields than the header",
    ),
    "a quoted field does not end": (
        _with_file((LINES[0] + LINES[1] + '"' + LINES[2]).encode()),
        "setl_d.csv.gz line 4 has a quoted field that does not end",
    ),
    "a line is not UTF-8": (
        _with_file(SETL.replace("S2", "结", 1).encode("gb18030")),
        "setl_d.csv.gz line 3 is not UTF-8",
    ),
    "the header is not UTF-8": (
        _with_file(SETL.replace("gend", "性别", 1).encode("gb18030")),
        "setl_d.csv.gz line 1: the header is not UTF-8 text",
    ),
    "a line holds a NUL byte": (
        _with_file(SETL.replace("S2", "S\0", 1).encode()),
        "setl_d.csv.gz line 3 holds a NUL byte",
    ),
    "gzip breaks off": (
        _with_file(gzip.compress(SETL.encode())[:-12]),
        "setl_d.csv.gz: gzip is broken after line 0: Compressed file ended before "
        "the end-of-stream marker was reached",
    ),
    "a file is empty": (
        _with_file(b""),
        "setl_d.csv.gz is empty: it has no header row",
    ),
    "the manifest is no JSON": (
        _broken_manifest,
        "manifest.json is not JSON: Expecting value: line 1 column 12 (char 11)",
    ),
    "a file name leads out of the folder": (
        _with_entry(file="../setl_d.csv.gz"),
        'manifest.json: tables.setl_d.file is "../setl_d.csv.gz", '
        "not the name of a file beside it",
    ),
}


@pytest.mark.parametrize("defect", BAD_BATCHES)
def test_a_bad_batch_is_refused_whole_and_recorded_with_the_reason(
    defect: str, warehouse_url: str, tmp_path: Path
) -> None:
    write, reason = BAD_BATCHES[defect]
    load(warehouse_url, write_batch(tmp_path / "landing", "good"))
    before = row_counts(warehouse_url)
    folder = write(tmp_path / "landing")

    result = load(warehouse_url, folder)

    setl_d = folder / "setl_d.csv.gz"
    reason = reason.format(sha256=hashlib.sha256(setl_d.read_bytes()).hexdigest())
    assert (result.batch_id, result.status, result.reason) == ("bad", "refused", reason)
    assert result.tables == []
    assert row_counts(warehouse_url) == before | {"batch": 2}
    recorded = fetch(warehouse_url, "select * from raw.batch where batch_id = 'bad'")
    assert [(row["status"], row["reason"]) for row in recorded] == [("refused", reason)]
    assert recorded[0]["loaded_at"] is None
    assert "已拒收" in result.quality_page.read_text("utf-8")


def test_a_refused_batch_that_comes_again_unchanged_is_not_recorded_twice(
    warehouse_url: str, tmp_path: Path
) -> None:
    folder = _without_columns(tmp_path / "landing")
    first = load(warehouse_url, folder)
    before = row_counts(warehouse_url)

    second = load(warehouse_url, folder)

    assert second == first
    assert row_counts(warehouse_url) == before


def test_a_refused_batch_loads_when_it_comes_corrected_under_the_same_id(
    warehouse_url: str, tmp_path: Path
) -> None:
    folder = _without_file(tmp_path / "landing")
    assert load(warehouse_url, folder).status == "refused"
    # Only the file is copied again; the manifest was right all along.
    again = write_batch(tmp_path / "elsewhere", "bad")
    (again / "mdtrt_d.csv.gz").rename(folder / "mdtrt_d.csv.gz")

    assert load(warehouse_url, folder).status == "loaded"
    found = fetch(warehouse_url, "select status from raw.batch order by load_number")
    assert [row["status"] for row in found] == ["refused", "loaded"]


def test_other_content_under_the_id_of_a_loaded_batch_is_refused(
    warehouse_url: str, tmp_path: Path
) -> None:
    load(warehouse_url, write_batch(tmp_path / "first", "2025Q1"))
    page = tmp_path / "quality" / "2025Q1.html"
    shown, before = page.read_text("utf-8"), row_counts(warehouse_url)
    rows = tiny_batch()
    rows["setl_d"][0] = settlement("S1", "99.00")

    result = load(warehouse_url, write_batch(tmp_path / "second", "2025Q1", rows=rows))

    found = fetch(
        warehouse_url,
        "select status, content_sha256 from raw.batch order by load_number",
    )
    assert [row["status"] for row in found] == ["loaded", "refused"]
    loaded, refused = (row["content_sha256"] for row in found)
    assert result.status == "refused"
    assert result.reason == (
        "batch_id 2025Q1 was loaded on 2025-04-20 with other content "
        f"(sha256 {loaded[:12]}, this one {refused[:12]}); "
        "send corrections under a batch_id of their own"
    )
    assert row_counts(warehouse_url) == before | {"batch": 2}
    assert page.read_text("utf-8") == shown
    assert result.quality_page.name == f"2025Q1.refused-{refused[:8]}.html"


def test_the_loaded_batch_is_still_known_after_other_content_was_refused(
    warehouse_url: str, tmp_path: Path
) -> None:
    first = write_batch(tmp_path / "first", "2025Q1")
    load(warehouse_url, first)
    load(warehouse_url, write_batch(tmp_path / "second", "2025Q1", source="other"))

    assert load(warehouse_url, first).status == "already_loaded"


def test_a_manifest_whose_id_is_unusable_is_recorded_under_the_folder_name(
    warehouse_url: str, tmp_path: Path
) -> None:
    folder = write_batch(tmp_path / "landing", "odd")
    text = json.loads((folder / "manifest.json").read_text("utf-8"))
    (folder / "manifest.json").write_text(json.dumps(text | {"batch_id": "../odd"}))

    result = load(warehouse_url, folder)

    assert result.batch_id == "odd"
    assert result.reason.startswith('manifest.json: batch_id is "../odd"; it must be')
