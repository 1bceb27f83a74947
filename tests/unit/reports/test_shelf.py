"""Versions: the same makes none, another tells what is new, a refused one is gone."""

import json
from datetime import date
from pathlib import Path

import pytest
from tests.reextraction import without_cell

from claim_review.reports.document import Column, Document, tables
from claim_review.reports.editions import changes
from claim_review.reports.fonts import find_fonts
from claim_review.reports.shelf import Bundle, publish

DAY = date(2025, 4, 20)
FONTS = find_fonts(None)
PARTIES = {"client": "示例医保局", "contractor": "示例审核机构"}


def content(hits: str = "12", others: str = "30", cut_off: str = "2025年4月16日0时"):
    doc = Document()
    doc.chapter("概要")
    doc.text(f"命中{hits}条，占{doc.cell('占比', '1.80%')}，见{doc.next_table}。")
    columns = (Column("机构", 60, "left"), Column("疑点", 48), Column("费用", 48))
    rows = [["甲院", hits, "1,200.00"], ["乙院", others, "—"]]
    doc.table("各机构", columns, rows, ["合计", "42", "1,200.00"])
    chart = {"kind": "bars", "labels": ["甲院", "乙院"], "values": [hits, others]}
    doc.figure("各机构疑点", chart | {"unit": "条"})
    doc.signature("编制人", "审核人")
    return doc.content(
        title="示例分析报告",
        title_lines=["示例", "分析报告"],
        period="2025年1月1日至3月31日",
        cut_off=cut_off,
        cut_off_at="2025-04-16T00:00:00+08:00",
    )


def put(shelf: Path, told=None, check=lambda folder: None, day=DAY):
    bundle = Bundle("quarter", "2025Q1", {"quarterly": told or content()})
    return publish(shelf, bundle, FONTS, day, PARTIES, check)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory) -> Path:
    shelf = tmp_path_factory.mktemp("shelf")
    put(shelf)
    return shelf


def files(folder: Path) -> dict[str, bytes]:
    return {f.name: f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def test_the_same_content_is_no_new_version_on_any_later_day(shelf):
    before = files(shelf / "v1")
    again = put(shelf, day=date(2025, 7, 1))
    assert (again.version, again.is_new) == (1, False)
    assert files(shelf / "v1") == before


def test_pdf_and_workbook_are_the_same_bytes_and_all_hashes_agree(shelf, tmp_path):
    put(tmp_path)
    ours, others = files(shelf / "v1"), files(tmp_path / "v1")
    for name, data in ours.items():
        if name.endswith((".pdf", ".xlsx", ".json")) and name != "manifest.json":
            assert others[name] == data, name
    hashes = [
        {f["name"]: f["content_sha256"] for f in json.loads(m)["files"]}
        for m in (ours["manifest.json"], others["manifest.json"])
    ]
    assert hashes[0] == hashes[1]
    assert len(hashes[0]) == 4


def test_a_new_version_lists_what_changed_and_nothing_else(tmp_path):
    put(tmp_path)
    second = put(tmp_path, content("15", cut_off="2025年5月6日0时"))
    told = second.context("quarterly")
    assert told["changes"] == [["各机构", "甲院", "疑点", "12", "15"]]
    assert tables(told)[0]["rows"] == told["changes"]
    said = told["blocks"][1]["text"]
    assert "第2版，替代第1版" in said
    assert "由2025年4月16日0时改为2025年5月6日0时" in said
    # The list of changes is itself no change.
    third = put(tmp_path, content("15", others="31", cut_off="2025年5月6日0时"))
    changes = third.context("quarterly")["changes"]
    assert changes == [["各机构", "乙院", "疑点", "30", "31"]]


def test_every_figure_of_both_versions_is_a_cell_of_its_workbook(tmp_path):
    put(tmp_path)
    put(tmp_path, content("15", others="1,234.56", cut_off="2025年5月6日0时"))
    for version in ("v1", "v2"):
        (word,) = (tmp_path / version).glob("*.docx")
        book = word.with_suffix(".xlsx").read_bytes()
        assert without_cell(word.read_bytes(), book) == []
    told = content("15", others="1,234.57", cut_off="2025年5月6日0时")
    other = put(tmp_path, told).folder
    (spoilt,) = other.glob("*.docx")
    assert "1234.57" in without_cell(spoilt.read_bytes(), book)


def test_a_refused_version_leaves_nothing_behind(tmp_path):
    def refuse(folder: Path) -> None:
        assert list(folder.glob("*.docx"))
        raise ValueError("a name")

    with pytest.raises(ValueError, match="a name"):
        put(tmp_path, check=refuse)
    assert list(tmp_path.iterdir()) == []


def test_rows_that_begin_alike_are_told_apart_by_their_words():
    columns = (Column("机构", 60, "left"), Column("指标", 48, "left"), Column("值", 48))

    def told(*values: str):
        doc = Document()
        rows = [["甲院", "次均费用", values[0]], ["甲院", "住院天数", values[1]]]
        doc.table("提示", columns, rows)
        return doc.content()

    assert changes(told("1.00", "2.00"), told("1.00", "3.00")) == [
        ["提示", "甲院，住院天数", "值", "2.00", "3.00"]
    ]
