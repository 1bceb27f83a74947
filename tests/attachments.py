"""Workbooks in the layouts of the official attachments, with invented contents."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import xlsxwriter

POINTS_SHEET = "规则对应知识点明细"
CODES_SHEET = "知识点对应药品代码"
NATIONAL_NOTE = (
    "备注：各省依据国家项目（耗材）代码，配置规则知识点中各省项目（耗材）代码"
)
TITLE = ("医疗保障基金智能监管规则库、知识库", "（测试）", "")
SEX_NOTE = "说明：性别不清、两性畸形、染色体异常、性发育异常人群不纳入此规则范畴。"

DRUG = ("序号", "药品通用名", "检出逻辑", "逻辑依据（药品目录备注）")
COUNT = "知识点对应药品代码数量"
PAIRS = (
    *("序号", "时间区间", "项目A名称", "项目A代码", "项目B名称", "项目B代码"),
    *("检出逻辑", "逻辑依据（项目A项目内涵）", "备注"),
)
CAPS = (
    *("序号", "项目名称", "单日上限数量", "检出逻辑", "逻辑依据（项目单位 日/小时）"),
    *("项目代码", "备注"),
)
SEXES = ("序号", "药品通用名", "限定性别", "检出逻辑", "逻辑依据", COUNT)
ITEM_SEXES = ("序号", "项目名称", "限定性别", "检出逻辑", "逻辑依据", "项目代码")


def drug(number: int) -> str:
    """Return an invented drug code of 23 characters."""
    return f"XX99ZZZ{number:016d}"


def patent(number: int) -> str:
    """Return an invented code of a patent medicine, 20 characters."""
    return f"ZZ99ZZZ{number:013d}"


def service(number: int) -> str:
    """Return an invented service code of 15 digits that begins with zeros."""
    return f"0099{number:011d}"


def slice_code(number: int) -> str:
    return f"T{number:09d}"


def material(number: int) -> str:
    return f"C{number:019d}"


def add_points(
    book: xlsxwriter.Workbook,
    name: str,
    header: Sequence[str],
    rows: Iterable[Sequence],
    title: Sequence[str] = TITLE,
    total: Sequence | None = None,
    footnotes: Iterable[str] = (),
    merge: Iterable[tuple[int, int, int]] = (),
) -> None:
    """Add a sheet: lines of title, header, rows, 合计, footnotes.

    `merge` names blocks as first row, last row and column, counted from the header.
    """
    points = book.add_worksheet(name)
    lines = [*((text,) for text in title), header, *rows]
    lines += [total] if total is not None else []
    lines += [(), *((note,) for note in footnotes)]
    for at, line in enumerate(lines):
        points.write_row(at, 0, line)
    for first, last, column in merge:
        top = len(title) + first
        value = lines[top][column]
        points.merge_range(top, column, len(title) + last, column, value)


def write(
    path: Path,
    header: Sequence[str],
    rows: Iterable[Sequence],
    codes: Iterable[Sequence] | None = None,
    title: Sequence[str] = TITLE,
    total: Sequence | None = None,
    footnotes: Iterable[str] = (),
    merge: Iterable[tuple[int, int, int]] = (),
    sheet: str = POINTS_SHEET,
) -> Path:
    """Write one attachment: a sheet of points as of add_points, and one of codes."""
    book = xlsxwriter.Workbook(path)
    add_points(book, sheet, header, rows, title, total, footnotes, merge)
    if codes is not None:
        second = book.add_worksheet(CODES_SHEET)
        second.write_row(0, 0, ("对应知识点序号", "药品通用名", "代码"))
        for at, line in enumerate(codes, start=1):
            second.write_row(at, 0, line)
    book.close()
    return path


def sexes(path: Path, drugs: dict[str, tuple[str, list[str]]], **kwargs) -> Path:
    """Write 药品区分性别: name to sex and codes; 序号 only on the first code's row."""
    rows, codes = [], []
    for number, (name, (sex, each)) in enumerate(drugs.items(), start=1):
        rows.append((number, name, sex, "与限定性别不符", "说明书", len(each)))
        codes += [
            (number, name, code) if at == 0 else ("", "", code)
            for at, code in enumerate(each)
        ]
    return write(path, SEXES, rows, codes, **kwargs)


def pairs(path: Path, rows: Iterable[tuple[str, str, str]], **kwargs) -> Path:
    """Write 重复收费: window, code of A, code of B."""
    lines = [
        (
            *(number, window, f"甲{one[-4:]}", one, f"乙{two[-4:]}", two),
            *("项目A和项目B同时收费", "含乙", ""),
        )
        for number, (window, one, two) in enumerate(rows, start=1)
    ]
    return write(path, PAIRS, lines, **kwargs)


def caps(path: Path, rows: Iterable[tuple[str, int, str]], **kwargs) -> Path:
    """Write 限定频次: code, cap, unit."""
    lines = [
        (
            *(number, f"项目{code[-4:]}", cap, "使用项目的数量总计超过上限数量"),
            *(unit, code, ""),
        )
        for number, (code, cap, unit) in enumerate(rows, start=1)
    ]
    return write(path, CAPS, lines, **kwargs)
