"""What is wrong in a returned workbook goes back marked, and can be corrected there."""

import zipfile
from decimal import Decimal
from io import BytesIO
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.exchange.workbooks import (
    KEY,
    LAYOUT,
    Grid,
    answering,
    edited,
    grids,
    read_back,
    saved,
    sent,
)

from claim_review.exchange.marking import marked
from claim_review.exchange.problems import Problem
from claim_review.exchange.writing import CHOICES, MANIFEST, NOTES

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RED, YELLOW = "FFFF9999", "FFFFF8DC"


def back(content: bytes, *more: Problem) -> bytes:
    """Return what goes back for a file, with more problems than it has itself."""
    returned = read_back(content)
    found = marked(content, returned, (*returned.problems, *more), KEY)
    assert found
    return found


def part(content: bytes, name: str) -> ElementTree.Element:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return ElementTree.fromstring(archive.read(name))


def fill(content: bytes, cell: str) -> str:
    """Return the colour behind a cell of the rows."""
    sheet = part(content, "xl/worksheets/sheet2.xml")
    look = next(each for each in sheet.iter(f"{MAIN}c") if each.attrib["r"] == cell)
    styles = part(content, "xl/styles.xml")
    number = styles.find(f"{MAIN}cellXfs")[int(look.attrib["s"])].attrib["fillId"]
    return styles.find(f"{MAIN}fills")[int(number)][0][0].attrib["rgb"]


def comments(content: bytes) -> dict[str, str]:
    return {
        each.attrib["ref"]: "".join(each.itertext())
        for each in part(content, "xl/comments1.xml").iter(f"{MAIN}comment")
    }


def corrected(content: bytes, *cells) -> bytes:
    """Return a file saved anew with the answers of its second row changed."""
    sheets = grids(content)
    answering(2, *cells)(sheets[LAYOUT.sheet])
    return saved(sheets)


def wrong(grid: Grid) -> None:
    answering(1, "认可", "", "病情 需要")(grid)
    answering(2, "同意", 1.234, "=1+1")(grid)


def test_wrong_cells_are_red_and_say_why():
    content = back(edited(wrong))
    assert comments(content) == {
        "F3": "“同意”不在可选项内：认可、申诉",
        "G3": "“1.234”多于两位小数",
    }
    looks = {cell: fill(content, cell) for cell in ("F2", "F3", "G3", "H3", "G4")}
    assert looks == {
        "F2": YELLOW,
        "F3": RED,
        "G3": RED,
        "H3": YELLOW,
        "G4": YELLOW,
    }


def test_everything_that_was_sent_and_typed_is_there_again():
    before, after = grids(edited(wrong)), grids(back(edited(wrong)))
    assert (after[CHOICES], after[MANIFEST]) == (before[CHOICES], before[MANIFEST])
    # Blanks as they are sealed: lines of a fact stand in one.
    before[LAYOUT.sheet][3][4] = "两行 文字"
    assert after[LAYOUT.sheet] == before[LAYOUT.sheet]
    assert after[NOTES][1][0].startswith("退改件：红色单元格有误")
    assert after[NOTES][2:] == before[NOTES][1:]


def test_what_went_back_can_be_corrected_and_handed_in():
    returned = read_back(corrected(back(edited(wrong)), "申诉", 0.1, "一"))
    assert returned.workbook_id == "W1"
    assert returned.problems == ()
    assert [row.answers["处理意见"] for row in returned.rows[:2]] == ["认可", "申诉"]
    assert returned.rows[1].answers["认定金额（元）"] == Decimal("0.10")


def test_what_is_wrong_again_goes_back_again_and_its_notes_stand_once():
    first = back(edited(wrong))
    second = back(corrected(first, "申诉", "八十", "一"))
    assert comments(second) == {"G3": "“八十”不是数字"}
    assert grids(second)[NOTES] == grids(first)[NOTES]


def test_rows_go_back_in_the_order_in_which_they_went_out():
    def change(grid: Grid) -> None:
        wrong(grid)
        grid[1:] = reversed(grid[1:])

    assert grids(back(edited(change))) == grids(back(edited(wrong)))


def test_what_is_wrong_with_no_cell_is_in_the_notes():
    content = back(edited(wrong), Problem("程序.exe", "是可执行程序"))
    assert grids(content)[NOTES][2][0] == "退改件：程序.exe：是可执行程序"


def test_several_things_wrong_with_a_cell_are_all_told():
    content = back(edited(wrong), Problem("疑点明细!F3", "还有别的"))
    assert comments(content)["F3"].endswith("认可、申诉\n还有别的")


def test_a_formula_goes_back_as_what_it_showed():
    content = saved(grids(), lambda page: page.write_formula(1, 6, "=1+1", None, 2))
    assert grids(back(content))[LAYOUT.sheet][1][6] == 2
    assert comments(back(content)) == {"G2": "是公式，请填写数值或文字"}
    assert b"<f>" not in zipfile.ZipFile(BytesIO(back(content))).read(
        "xl/worksheets/sheet2.xml"
    )


def test_without_a_wrong_cell_nothing_goes_back():
    content = sent()
    assert marked(content, read_back(content), (), KEY) is None
    other = (Problem("程序.exe", "是可执行程序"),)
    assert marked(content, read_back(content), other, KEY) is None


def test_the_same_file_goes_back_as_the_same_bytes():
    assert back(edited(wrong)) == back(edited(wrong))


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["认可", " 申诉", "同意", ""]),
            st.sampled_from(["", 5, "８０元", "x", -1, 1.234, True]),
            st.sampled_from(["", "=A1", "+1", "@x", " 两  行\n", "长" * 501, 7]),
        ),
        min_size=4,
        max_size=4,
    )
)
def test_what_went_back_says_the_same_as_what_came(rows):
    def change(grid: Grid) -> None:
        answering(1, "同意", "", "")(grid)
        for number, cells in enumerate(rows[1:], start=2):
            answering(number, *cells)(grid)

    content = edited(change)
    before, after = read_back(content), read_back(back(content))
    assert after.rows == before.rows
    assert after.problems == before.problems
