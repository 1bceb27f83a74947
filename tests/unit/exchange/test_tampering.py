"""Files that were tampered with or had an accident, beyond cells and rows."""

import re
import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
import xlsxwriter
from tests.unit.exchange.test_attachments import locked
from tests.unit.exchange.workbooks import (
    LAYOUT,
    ROWS,
    Grid,
    answering,
    edited,
    grids,
    read_back,
    saved,
    sent,
)
from tests.xls import write_compound

from claim_review.exchange.problems import WorkbookRefusedError
from claim_review.exchange.writing import CHOICES, MANIFEST, NOTES


def refused(content: bytes) -> list[str]:
    with pytest.raises(WorkbookRefusedError) as caught:
        read_back(content)
    return [str(problem) for problem in caught.value.problems]


def repacked(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """Return an xlsx with its parts changed."""
    file = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as source,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
    return file.getvalue()


def saved_by_another_program(answer: Grid) -> bytes:
    """Return the sent file as programs save it that keep little.

    Texts lie in their cells, looks are gone, whole numbers end in .0 and others have
    all the digits that a float has.
    """

    def numbers(name: str, part: bytes) -> bytes:
        if not name.startswith("xl/worksheets/"):
            return part
        text = re.sub(rb"<v>(\d+)</v>", rb"<v>\1.0</v>", part)
        return re.sub(rb"<v>0\.1</v>", b"<v>0.10000000000000001</v>", text)

    content = BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False}
    with xlsxwriter.Workbook(content, options) as target:
        for name, grid in answer.items():
            page = target.add_worksheet(name)
            for row, line in enumerate(grid):
                page.write_row(row, 0, line)
    assert "xl/sharedStrings.xml" not in parts(content.getvalue())
    return repacked(content.getvalue(), numbers)


def parts(content: bytes) -> list[str]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.namelist()


def test_a_file_that_another_program_saved_is_the_same_file():
    sheets = grids()
    answering(3, "申诉", 80, "一")(sheets[LAYOUT.sheet])
    returned = read_back(saved_by_another_program(sheets))
    assert returned.problems == ()
    before = read_back(edited(answering(3, "申诉", 80, "一")))
    assert returned.rows == before.rows
    assert returned.rows[1].facts["涉及金额（元）"] == "0.10"


def test_a_day_that_a_program_made_a_date_of_is_the_same_day():
    rows = [row | {"结算单号": "2025-02-03"} for row in ROWS]
    content = sent(rows=rows)

    def stored(name: str | None) -> bytes:
        file = BytesIO()
        with xlsxwriter.Workbook(file, {"strings_to_formulas": False}) as target:
            look = target.add_format({"num_format": name}) if name else None
            for title, grid in grids(content).items():
                page = target.add_worksheet(title)
                for row, line in enumerate(grid):
                    page.write_row(row, 0, line)
                if title == LAYOUT.sheet:
                    page.write_datetime(1, 1, date(2025, 2, 3), look)
        return file.getvalue()

    assert len(read_back(stored("yyyy/m/d")).rows) == 4
    # Without a look it is the number 45691, which says no day.
    assert refused(stored(None)) == [
        "疑点明细!B2：“结算单号”下发时为“2025-02-03”，被改为“45691”"
    ]


def test_swapped_titles_of_key_columns_are_told():
    def change(grid: Grid) -> None:
        grid[0][0], grid[0][1] = grid[0][1], grid[0][0]

    told = refused(edited(change))
    assert told[0] == ("疑点明细!B2：疑点编号“00000000000000001”不属于本文件（W1）")


def test_a_formula_in_a_key_column_is_judged_by_what_it_shows():
    same = saved(grids(), lambda page: page.write_formula(1, 2, "=1", None, 1122.71))
    assert read_back(same).problems == ()
    other = saved(grids(), lambda page: page.write_formula(1, 2, "=1", None, 1))
    assert refused(other) == [
        "疑点明细!C2：“涉及金额（元）”下发时为“1122.71”，被改为“1.00”"
    ]


def test_a_sheet_of_answers_that_is_gone_or_renamed_is_told():
    sheets = grids()
    sheets["Sheet1"] = sheets.pop(LAYOUT.sheet)
    assert refused(saved(sheets)) == ["疑点明细：缺少这张工作表"]


def test_a_file_without_the_hidden_sheet_is_not_ours():
    sheets = grids()
    del sheets[MANIFEST]
    assert "不是本系统下发的文件" in refused(saved(sheets))[0]


def test_notes_and_choices_may_be_deleted():
    sheets = grids()
    del sheets[NOTES], sheets[CHOICES]
    assert len(read_back(saved(sheets)).rows) == 4


def test_other_choices_in_the_hidden_sheet_are_no_choices():
    sheets = grids()
    sheets[CHOICES][0][0] = "免责"
    answering(1, "免责", "", "")(sheets[LAYOUT.sheet])
    told = [str(problem) for problem in read_back(saved(sheets)).problems]
    assert told == ["疑点明细!F2：“免责”不在可选项内：认可、申诉"]


@pytest.mark.parametrize("stream", ["EncryptedPackage", "Workbook"])
def test_a_file_with_a_password_is_told_to_drop_it(tmp_path, stream):
    # An old workbook says in its first record that the rest is encrypted.
    first = bytes.fromhex("0908100000060500000000000000000000000000")
    content = first + bytes.fromhex("2F0036000100") + bytes(52)
    file = write_compound(tmp_path / "a.xls", stream, content)
    assert "文件设有打开密码" in refused(file.read_bytes())[0]


def test_an_encrypted_zip_is_no_workbook():
    assert "不是Excel或WPS表格文件" in refused(locked(sent()))[0]


def test_what_unpacks_to_more_than_300_mb_is_refused_before_it_is_unpacked():
    file = BytesIO(sent())
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        for number in range(7):
            archive.writestr(f"xl/media/{number}.bmp", bytes(45 * 1024 * 1024))
    assert len(file.getvalue()) < 1024 * 1024
    assert refused(file.getvalue()) == ["文件解压后超过300MB"]


def test_a_zip_that_understates_what_it_holds_is_refused():
    filled = repacked(sent(), lambda name, part: part + b" " * 1000 * ("Str" in name))
    changed = bytearray(filled)
    entry = changed.rindex(b"xl/sharedStrings.xml") - 46
    assert changed[entry : entry + 4] == b"PK\x01\x02"
    changed[entry + 24 : entry + 28] = (100).to_bytes(4, "little")
    assert "不是Excel或WPS表格文件" in refused(bytes(changed))[0]


def test_a_file_cut_off_anywhere_is_refused():
    content = sent()
    for end in range(0, len(content), 501):
        assert refused(content[:end])


def test_entities_are_not_resolved():
    def change(name: str, part: bytes) -> bytes:
        if name != "xl/workbook.xml":
            return part
        head, rest = part.split(b"?>", 1)
        return head + b'?><!DOCTYPE a [<!ENTITY b "b">]>' + rest

    def with_formula(page) -> None:
        page.write_formula(1, 6, "=1+1", None, 2)

    told = refused(repacked(saved(grids(), with_formula), change))
    assert "不是Excel或WPS表格文件" in told[0]
