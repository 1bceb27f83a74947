"""What a sealed workbook survives, what it shows, and what it refuses."""

import zipfile
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.exchange.workbooks import (
    KEY,
    LAYOUT,
    Grid,
    answering,
    book,
    edited,
    grids,
    read_back,
    saved,
    sent,
)
from tests.xls import write_xls_sheets
from xlsxwriter.worksheet import Worksheet

from claim_review.exchange.problems import WorkbookRefusedError
from claim_review.exchange.reading import read
from claim_review.exchange.writing import MANIFEST, write


def refused(content: bytes) -> list[str]:
    with pytest.raises(WorkbookRefusedError) as caught:
        read_back(content)
    return [str(problem) for problem in caught.value.problems]


def test_an_untouched_workbook_comes_back_whole_and_unanswered():
    returned = read_back(sent())
    assert (returned.workbook_id, returned.recipient) == ("W1", "H1")
    assert [row.hit_id for row in returned.rows] == ["hit-1", "hit-2", "hit-3", "hit-4"]
    assert not any(row.is_answered for row in returned.rows)
    assert returned.problems == ()


def test_the_same_book_gives_the_same_bytes():
    assert sent() == sent()


def test_answers_are_read_with_their_row():
    returned = read_back(edited(answering(2, "申诉", 0.1, "病情需要")))
    answered = [row for row in returned.rows if row.is_answered]
    assert [(row.number, row.hit_id) for row in answered] == [(3, "hit-2")]
    assert answered[0].answers == {
        "处理意见": "申诉",
        "认定金额（元）": Decimal("0.10"),
        "说明": "病情需要",
    }
    assert answered[0].facts["涉及金额（元）"] == "0.10"


@pytest.mark.parametrize(
    "cells",
    [
        ("申诉 ", "80.00", " 病情  需要\n"),
        (" 申诉", "８０．００", "病情 需要"),
        ("申诉", "80元", "病情 需要 "),
        ("申诉", " 80.0 ", "病情 需要"),
        ("申诉", 80.0000000001, "病情 需要"),
    ],
)
def test_blanks_full_width_digits_and_numbers_as_text_are_understood(cells):
    row = read_back(edited(answering(3, *cells))).rows[2]
    assert tuple(row.answers.values()) == ("申诉", Decimal("80.00"), "病情 需要")


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        (("同意", "", ""), "疑点明细!F2：“同意”不在可选项内：认可、申诉"),
        (("申诉", "八十", ""), "疑点明细!G2：“八十”不是数字"),
        (("申诉", "1.234", ""), "疑点明细!G2：“1.234”多于两位小数"),
        (("申诉", -1, ""), "疑点明细!G2：“-1”小于0"),
        (("申诉", "NaN", ""), "疑点明细!G2：“NaN”不是数字"),
        (("申诉", "", "长" * 501), "疑点明细!H2：共501字，超过500字"),
    ],
)
def test_a_wrong_answer_is_told_by_its_cell_and_leaves_out_its_row(cells, problem):
    returned = read_back(edited(answering(1, *cells)))
    assert [str(told) for told in returned.problems] == [problem]
    assert [row.hit_id for row in returned.rows] == ["hit-2", "hit-3", "hit-4"]


def test_a_formula_is_no_answer():
    content = saved(grids(), lambda page: page.write_formula(1, 6, "=1+1", None, 2))
    told = [str(problem) for problem in read_back(content).problems]
    assert told == ["疑点明细!G2：是公式，请填写数值或文字"]


def test_text_that_begins_like_a_formula_stays_text():
    assert read_back(sent()).rows[1].facts["命中原因"] == "=1+1"


@given(order=st.permutations(range(1, 5)))
def test_sorting_rows_changes_no_answer(order):
    def change(grid: Grid) -> None:
        answering(1, "申诉", 5, "一")(grid)
        answering(4, "认可", "", "四")(grid)
        grid[1:] = [grid[place] for place in order]

    rows = {row.hit_id: row for row in read_back(edited(change)).rows}
    assert rows["hit-1"].answers["说明"] == "一"
    assert rows["hit-4"].answers["说明"] == "四"
    assert not rows["hit-2"].is_answered


def test_columns_in_another_order_and_empty_rows_between_change_nothing():
    def change(grid: Grid) -> None:
        answering(1, "申诉", 5, "一")(grid)
        for line in grid:
            line.insert(0, line.pop())
        grid.insert(2, [""] * len(grid[0]))

    returned = read_back(edited(change))
    assert returned.rows[0].answers["说明"] == "一"
    assert returned.cells[(2, "说明")] == "疑点明细!A2"


def test_filtered_rows_are_read_too():
    def filter_rows(page: Worksheet) -> None:
        page.autofilter(0, 0, 4, 7)
        page.filter_column(0, "x == hit-1")
        page.set_row(2, options={"hidden": True})

    assert len(read_back(saved(grids(), filter_rows)).rows) == 4


def test_a_changed_fact_is_told_with_both_values():
    def change(grid: Grid) -> None:
        grid[1][2] = 0.01
        grid[3][1] = 3.0

    assert refused(edited(change)) == [
        "疑点明细!C2：“涉及金额（元）”下发时为“1122.71”，被改为“0.01”",
        "疑点明细!B4：“结算单号”下发时为“00000000000000003”，被改为“3”",
    ]


def test_a_fact_stored_otherwise_is_the_same_fact():
    def change(grid: Grid) -> None:
        grid[1][2] = "１,122.71"
        grid[1][3] = "1.50"
        grid[2][4] = " =1+1 "

    assert read_back(edited(change)).problems == ()


def test_missing_rows_are_named():
    assert refused(edited(lambda grid: grid.__delitem__(slice(2, 4)))) == [
        "疑点明细：缺少一行（疑点编号hit-2），下发的行不能删除",
        "疑点明细：缺少一行（疑点编号hit-3），下发的行不能删除",
    ]


def test_a_row_that_is_there_twice_is_told():
    assert refused(edited(lambda grid: grid.append(list(grid[1])))) == [
        "疑点明细!第6行：与第2行重复（疑点编号hit-1）"
    ]


def test_a_row_of_another_workbook_is_told():
    def change(grid: Grid) -> None:
        grid.append(["hit-9", *grid[1][1:]])

    told = refused(edited(change))
    assert told == ["疑点明细!A6：疑点编号“hit-9”不属于本文件（W1）"]


def test_swapped_identities_are_told():
    def change(grid: Grid) -> None:
        grid[1][0], grid[2][0] = grid[2][0], grid[1][0]

    assert refused(edited(change))[0].startswith("疑点明细!B2：“结算单号”下发时为")


def test_an_inserted_and_a_missing_and_a_doubled_column_are_told():
    def change(grid: Grid) -> None:
        for line in grid:
            line[1] = line[0]
            line.append("备注")

    assert refused(edited(change)) == [
        "疑点明细：缺少列“结算单号”",
        "疑点明细!B1：列“疑点编号”出现两次",
        "疑点明细!I1：多出一列“备注”",
    ]


@pytest.mark.parametrize("row", [0, 2])
@pytest.mark.parametrize("column", [0, 1, 2])
def test_a_changed_manifest_is_refused(row, column):
    def change(grid: Grid) -> None:
        grid[row][column] = grid[row][column].replace("1", "2").replace("hit", "hat")
        grid[row][column] += "x"

    assert "隐藏的清单页已被改动" in refused(edited(change, MANIFEST))[0]


@pytest.mark.parametrize("shortened", [slice(2, 3), slice(1, 5), slice(0, 5)])
def test_a_shortened_manifest_is_refused(shortened):
    content = edited(lambda grid: grid.__delitem__(shortened), MANIFEST)
    assert "隐藏的清单页已被改动" in refused(content)[0]


def test_another_key_opens_nothing():
    content = write(book(), KEY + b"!")
    assert "不是本系统下发的文件" in refused(content)[0]


def test_rows_sealed_for_another_workbook_do_not_pass():
    other = grids(sent(workbook_id="W2"))[MANIFEST]

    def change(grid: Grid) -> None:
        grid[1] = other[1]

    assert "隐藏的清单页已被改动" in refused(edited(change, MANIFEST))[0]


def test_an_unknown_kind_is_an_old_layout():
    with pytest.raises(WorkbookRefusedError, match="旧版式"):
        read(sent(), {}, KEY)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("疑点编号,处理意见\nhit-1,认可\n".encode(), "不是Excel或WPS表格文件"),
        (b"", "不是Excel或WPS表格文件"),
        (sent()[:2000], "不是Excel或WPS表格文件"),
        (b"x" * (20 * 1024 * 1024 + 1), "超过20MB"),
    ],
)
def test_what_is_no_workbook_is_refused(content, why):
    assert why in refused(content)[0]


def test_macros_are_refused():
    content = BytesIO(sent())
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    assert refused(content.getvalue()) == ["文件含有宏，请提交不含宏的xlsx文件"]


def test_a_file_saved_as_xls_still_holds(tmp_path):
    sheets = grids()
    answering(1, "申诉", 5, "一")(sheets[LAYOUT.sheet])
    returned = read_back(write_xls_sheets(tmp_path / "a.xls", sheets).read_bytes())
    assert returned.rows[0].answers["认定金额（元）"] == Decimal("5.00")
    assert len(returned.rows) == 4


@pytest.mark.parametrize("cell", ["A1048576", "XFD2", "B100000"])
@pytest.mark.parametrize("value", ["x", 1])
def test_a_value_far_away_is_refused_before_all_rows_are_built(cell, value):
    content = saved(grids(), lambda page: page.write(cell, value))
    assert refused(content) == [f"{cell}：内容离表格太远，请删除后重新提交"]
