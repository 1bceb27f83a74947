"""A workbook of the size of the official ones, with invented codes."""

from pathlib import Path

import xlsxwriter

from tests import attachments as files

_WINDOWS = ("单日", "单次就诊", "6小时", "同一小时")


def _pairs() -> list[tuple[str, str, str]]:
    """Return window, A and B: 157 items A, 528 codes in all, as officially counted."""
    pairs = []
    for n in range(900):
        a = n * 157 // 900
        pairs.append((_WINDOWS[a % 4], files.service(a), files.service(157 + n % 371)))
    return pairs


PAIRS = _pairs()
CAPS = [(files.service(600 + n), 1, "日") for n in range(34)]
CAPS += [(files.service(700 + n), 24, "小时") for n in range(33)]


def write_pairs_and_caps(path: Path, totals: tuple[int, int] = (900, 67)) -> Path:
    """Write both lists, each a sheet with title, header in row 4, 合计 and footnote.

    What repeats the row above (window, A, 检出逻辑) is left blank.
    """
    book = xlsxwriter.Workbook(path)
    note = [files.NATIONAL_NOTE]
    files.add_points(
        *(book, "重复收费", files.PAIRS, _pair_lines()),
        total=("合计", totals[0]),
        footnotes=note,
    )
    files.add_points(
        *(book, "限定频次", files.CAPS, _cap_lines()),
        total=("合计", totals[1]),
        footnotes=note,
    )
    book.close()
    return path


def _pair_lines() -> list[tuple]:
    lines, above = [], None
    for number, (window, a, b) in enumerate(PAIRS, start=1):
        first = (window, f"甲{a[-4:]}", a) if a != above else ("", "", "")
        logic = "项目A和项目B同时收费" if number == 1 else ""
        lines.append((number, *first, f"乙{b[-4:]}", b, logic, "含乙", ""))
        above = a
    return lines


def _cap_lines() -> list[tuple]:
    return [
        (
            *(number, f"项目{code[-4:]}", cap),
            *("使用项目的数量总计超过上限数量" if number == 1 else "", unit, code, ""),
        )
        for number, (code, cap, unit) in enumerate(CAPS, start=1)
    ]
