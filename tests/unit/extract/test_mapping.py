"""What a mapping may say, and what is told of one that is wrong."""

from pathlib import Path

import pytest
import yaml

from claim_review.landing.dictionary import tables
from claim_review.moments import ZONE
from claim_review.province.extract import read_mapping
from claim_review.province.extract.mapping import FOLDER
from claim_review.warehouse import RefusedError

_WHOLE = """
label: an invented province
begin: 2025-01-01 00:00:00
overlap_hours: 24
lag_minutes: 60
tables:
  setl_d: {from: a.setl_d, changed: [exch_updt_time]}
  mdtrt_d: {from: a.mdtrt_d}
  fee_list_d: {from: a.fee_list_d, of: {setl_d: setl_id}}
  setl_diag_list_d: {from: a.setl_diag_list_d}
  fixmedins_b: {from: a.fixmedins_b}
  psn_info_b: {select: select 1}
"""


def _read(folder: Path, text: str):
    (folder / "invented.yml").write_text(text, "utf-8")
    return read_mapping("invented", folder)


def _said(folder: Path, text: str) -> str:
    with pytest.raises(RefusedError) as refusal:
        _read(folder, text)
    return str(refusal.value)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yml")), ids=lambda p: p.stem)
def test_every_mapping_of_the_project_can_be_read(path: Path) -> None:
    mapping = read_mapping(path.stem)

    names = [place.table.name for place in mapping.tables]
    assert names == [name for name in tables() if name in names]


def test_times_of_a_mapping_are_of_the_provinces_clock(tmp_path: Path) -> None:
    mapping = _read(tmp_path, _WHOLE)

    assert mapping.begin.isoformat() == "2025-01-01T00:00:00+08:00"
    assert mapping.begin.tzinfo == ZONE
    assert mapping.overlap.total_seconds() == 24 * 60 * 60
    assert mapping.lag.total_seconds() == 60 * 60


def test_a_source_without_a_mapping_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="there is no source nowhere"):
        read_mapping("nowhere", tmp_path)
    with pytest.raises(RefusedError, match="is not the name of a source"):
        read_mapping("../gansu", tmp_path)


def test_a_mapping_that_is_no_yaml_or_no_mapping_is_refused(tmp_path: Path) -> None:
    assert "invented.yml" in _said(tmp_path, "a: [")
    assert "not a mapping of names" in _said(tmp_path, "- a")


def test_all_that_is_wrong_with_a_mapping_is_told_at_once(tmp_path: Path) -> None:
    written = yaml.safe_load(_WHOLE)
    del written["label"], written["tables"]["mdtrt_d"]
    written |= {"overlap_hours": -1, "lag_minutes": "an hour", "colour": "red"}
    written["tables"]["dr_info"] = {"from": "a.dr_info"}
    written["tables"]["setl_d"] |= {"select": "select 1", "columns": {"x": "y"}}
    written["tables"]["fee_list_d"] |= {
        "of": {"mdtrt_d": "mdtrt_id", "setl_d": "bkkp_sn"},
        "filter": "x",
        "where": 1,
    }

    said = _said(tmp_path, yaml.safe_dump(written))

    assert [line.partition("invented.yml: ")[2] for line in said.splitlines()] == [
        "colour is not known",
        "lag_minutes is not of type int",
        "label is missing",
        "overlap_hours is less than nothing",
        "tables: mdtrt_d is missing, every batch needs it",
        "tables.dr_info is not a table of a batch with its place in the source",
        "tables.fee_list_d.filter is not known",
        "tables.fee_list_d.where is not of type str",
        "tables.fee_list_d.of: mdtrt_d is no other table listed here",
        "tables.fee_list_d.of: bkkp_sn is not a column of both",
        "tables.setl_d says neither or both of from and select",
        "tables.setl_d.columns: x is not a column of the table",
    ]
