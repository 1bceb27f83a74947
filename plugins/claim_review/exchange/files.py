"""Opening what somebody sent as a workbook, with suspicion."""

import fnmatch
import re
import zipfile
import zlib
from io import BytesIO
from pathlib import PurePosixPath
from xml.etree import ElementTree

import python_calamine
from xlsxwriter.utility import xl_cell_to_rowcol

from claim_review.exchange.layout import Cell
from claim_review.exchange.problems import Problem, WorkbookRefusedError

LARGEST = 20 * 1024 * 1024
LARGEST_UNPACKED = 300 * 1024 * 1024
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

_NO_WORKBOOK = "不是Excel或WPS表格文件，请提交下发的原文件（xlsx）"
# A workbook with a password, and an old one, is such a file; from memory the reader
# cannot tell which of them it does not open.
_COMPOUND = bytes.fromhex("D0CF11E0A1B11AE1")
_LOCKED = "文件设有打开密码，或是无法读取的旧版格式；请取消密码，另存为xlsx后重新提交"
# A value in the last row or column of the sheet: a slip of the hand, which would make a
# reader build all the rows before it.
_FAR_AWAY = re.compile(rb'<c [^>]*?r="([A-Z]{3}[0-9]+|[A-Z]+[0-9]{6,})"(?:[^>]*[^/])?>')

Sheets = dict[str, list[list[Cell]]]


def read_sheets(content: bytes) -> Sheets:
    """Return the cells of all sheets by name; refuse what is no harmless workbook."""
    if len(content) > LARGEST:
        raise WorkbookRefusedError(Problem("", "文件超过20MB"))
    if zipfile.is_zipfile(BytesIO(content)):
        _look_into(content)
    try:
        with python_calamine.load_workbook(BytesIO(content)) as workbook:
            return {
                name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
                for name in workbook.sheet_names
            }
    except (python_calamine.CalamineError, OSError):
        why = _LOCKED if content.startswith(_COMPOUND) else _NO_WORKBOOK
        raise WorkbookRefusedError(Problem("", why)) from None


def _look_into(content: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = {part.filename: part.file_size for part in archive.infolist()}
            if sum(parts.values()) > LARGEST_UNPACKED:
                raise WorkbookRefusedError(Problem("", "文件解压后超过300MB"))
            if any(PurePosixPath(name).name == "vbaProject.bin" for name in parts):
                why = "文件含有宏，请提交不含宏的xlsx文件"
                raise WorkbookRefusedError(Problem("", why))
            for name in fnmatch.filter(parts, "xl/worksheets/*.xml"):
                if far_away := _FAR_AWAY.search(archive.read(name)):
                    cell = far_away[1].decode()
                    why = "内容离表格太远，请删除后重新提交"
                    raise WorkbookRefusedError(Problem(cell, why))
    except (zipfile.BadZipFile, zlib.error, RuntimeError):
        raise WorkbookRefusedError(Problem("", _NO_WORKBOOK)) from None


def formulas(content: bytes, sheet: str) -> list[tuple[int, int]]:
    """Return the cells (rows and columns from 0) of a sheet of an xlsx with formulas.

    What such a cell shows was computed elsewhere and need not be what people saw.
    Other formats are not looked into.
    """
    if not zipfile.is_zipfile(BytesIO(content)):
        return []
    with zipfile.ZipFile(BytesIO(content)) as archive:
        part = _part_of(archive, sheet)
        if part is None or b"<f" not in (xml := archive.read(part)):
            return []
    return [
        xl_cell_to_rowcol(cell.attrib["r"])
        for cell in _tree(xml).iter(f"{_MAIN}c")
        if cell.find(f"{_MAIN}f") is not None
    ]


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """Return the name of the part that holds a sheet; None where it is no xlsx."""
    try:
        book = _tree(archive.read("xl/workbook.xml"))
        links = _tree(archive.read("xl/_rels/workbook.xml.rels"))
    except KeyError:
        return None
    targets = {link.attrib["Id"]: link.attrib["Target"] for link in links}
    for entry in book.iter(f"{_MAIN}sheet"):
        if entry.attrib["name"] == sheet:
            target = targets[entry.attrib[_ID]]
            return target[1:] if target.startswith("/") else f"xl/{target}"
    return None


def _tree(xml: bytes) -> ElementTree.Element:
    # Entities could grow without end; a spreadsheet has none.
    if b"<!DOCTYPE" in xml:
        raise WorkbookRefusedError(Problem("", _NO_WORKBOOK))
    return ElementTree.fromstring(xml)
