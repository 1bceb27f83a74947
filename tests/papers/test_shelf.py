"""Versions: the same makes none, another tells what is new, a refused one is gone."""

import json
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from tests.reextraction import without_cell

from claim_review.reports.document import Column, Document, sentences, tables
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
    said = sentences(told)
    assert "第2版，替代第1版" in said[0]
    assert "由2025年4月16日0时改为2025年5月6日0时" in said[0]
    assert said[1] == "与上一版相比，各表和正文共有1个数字或文字发生变化，见修订表1。"
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


def test_a_version_that_says_the_same_says_so(tmp_path):
    put(tmp_path)
    later = Bundle("quarter", "2025Q1", {"quarterly": content()}, {"others": 1})
    second = publish(tmp_path, later, FONTS, DAY, PARTIES, lambda folder: None)
    assert "本报告内容与上一版相同。" in sentences(second.context("quarterly"))
    last = Bundle("quarter", "2025Q1", {"quarterly": content()}, {"others": 2})
    third = publish(tmp_path, last, FONTS, DAY, PARTIES, lambda folder: None)
    assert "本报告内容与上一版相同。" in sentences(third.context("quarterly"))


def test_what_a_killed_process_left_half_done_is_removed(tmp_path):
    (tmp_path / ".building-1" / "v1").mkdir(parents=True)
    put(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["v1"]


def test_figures_of_sentences_alone_are_listed_whatever_number_their_chapter_has():
    def told(*chapters: str, share: str):
        doc = Document()
        for chapter in chapters:
            doc.chapter(chapter)
            doc.text(f"占{doc.cell('占比', share)}。")
        return doc.content()

    before = told("概要", share="1.80%")
    assert changes(before, told("概要", share="1.90%")) == [
        ["正文数据", "概要", "占比", "1.80%", "1.90%"]
    ]
    assert changes(before, told("说明", "概要", share="1.80%")) == [
        ["正文数据", "说明", "占比", "—", "1.80%"]
    ]


def test_the_workbook_lists_codes_as_they_are_and_figures_as_numbers(tmp_path):
    def told(code: str, value: str):
        doc = Document()
        columns = (Column("名称", 60, "left"), Column("编码", 48, "left"))
        doc.table("项目", (*columns, Column("值", 48)), [["甲", code, value]])
        return content() | doc.content()

    put(tmp_path, told("0011", "1,200.50"))
    second = put(tmp_path, told("1102", "1.80%"))
    book = CalamineWorkbook.from_path(next(second.folder.glob("*.xlsx")))
    assert book.sheet_names == ["目录", "表1 项目", "正文数据", "修订对照"]
    rows = book.get_sheet_by_name("修订对照").to_python()
    assert rows[1:] == [
        ["项目", "甲", "编码", "0011", "1102"],
        ["项目", "甲", "值", 1200.5, 0.018],
    ]


def test_places_that_are_called_alike_are_all_compared():
    def told(*values: str):
        doc = Document()
        columns = (Column("机构", 60, "left"), Column("值", 96))
        doc.table("提示", columns, [["甲院", value] for value in values])
        return doc.content()

    assert changes(told("1", "2", "3"), told("1", "5", "3")) == [
        ["提示", "甲院（2）", "值", "2", "5"]
    ]


def test_a_row_that_begins_like_a_new_one_is_not_changed_by_it():
    columns = (Column("机构", 60, "left"), Column("指标", 48, "left"), Column("值", 48))

    def told(*rows: list[str]):
        doc = Document()
        doc.table("提示", columns, rows)
        return doc.content()

    old, new = ["甲院", "次均费用", "1.00"], ["甲院", "住院天数", "2.00"]
    assert changes(told(old), told(old, new)) == [
        ["提示", "甲院，住院天数", "指标", "—", "住院天数"],
        ["提示", "甲院，住院天数", "值", "—", "2.00"],
    ]


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
