"""`claim-review fonts`: what reports are set in here, and a page to look at."""

import argparse
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from claim_review.moments import ZONE
from claim_review.reports.fonts import Fonts, find_fonts, missing_characters
from claim_review.reports.pdf import render_pdf
from claim_review.settings import REPO_DIR, settings

TEMPLATE_DIR = REPO_DIR / "include" / "reports" / "fonts"
TEMPLATE = "specimen.typ"
TIBETAN = "མགོ་ལོ་བོད་ཡིག"
SPECIMENS = {
    "汉字": "甘南州医保基金智能审核季度分析报告，经初审、复审、申诉，终审认定。",
    "数字": "0123456789　1,284.31　1.80%　−3.25　—　第2版",
    "标点": "，。、；：？！“”‘’（）《》〔〕【】…—～·",
    "人名间隔号": "扎西·多吉　卓玛·央金　才让·东珠",
    "生僻字": "旻堃喆玥昇珺赟祎犇",
    "单位与符号": "㎡ ℃ ‰ × ÷ ± ≤ ≥ □ √ №",
    "附件序号": "①②③④⑤⑥⑦⑧⑨⑩",
}
_ROLES = {"body": "正文", "heading": "标题", "chart": "图表"}


@dataclass(frozen=True)
class Line:
    """A line of the specimen in the fonts of one role, and what they lack of it."""

    role: str
    name: str
    shown: str
    missing: list[str]


def add_commands(subparsers) -> None:
    """Add `fonts` to the parser of `claim-review`."""
    told = "the fonts of reports, what they lack, and a specimen to look at"
    parser = subparsers.add_parser("fonts", help=told)
    parser.add_argument("--specimen", type=Path, help="where to write the PDF")
    parser.set_defaults(run=_fonts)


def _fonts(arguments: argparse.Namespace, now: datetime) -> str:
    fonts = find_fonts(settings().report_font_dir)
    file = arguments.specimen or settings().var_dir / "fonts" / "specimen.pdf"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(specimen(fonts, now))
    return f"{told(fonts)}\n\n{file}"


def told(fonts: Fonts) -> str:
    """Return the files of each role in their order and what each role cannot show."""
    words = []
    for role, name in _ROLES.items():
        words.append(f"{name}（{role}）")
        words += [f"    {file}" for file in _files(fonts, role)]
        lacking = [
            c for line in lines(fonts) if line.role == role for c in line.missing
        ]
        words.append(f"    缺字：{codes(lacking)}")
        words.append(f"    藏文：{'有' if covers_tibetan(fonts, role) else '无'}")
    return "\n".join(words)


def lines(fonts: Fonts) -> list[Line]:
    """Return the specimen line by line; a line shows only what every role has."""
    everywhere = [_files(fonts, role) for role in _ROLES]
    hidden = {
        c
        for files in everywhere
        for c in missing_characters("".join(SPECIMENS.values()), files)
    }
    found = []
    for role, files in zip(_ROLES, everywhere, strict=True):
        for name, text in SPECIMENS.items():
            shown = "".join(c for c in text if c not in hidden)
            found.append(Line(role, name, shown, missing_characters(text, files)))
        if all(not missing_characters(TIBETAN, files) for files in everywhere[:2]):
            found.append(Line(role, "藏文", TIBETAN, []))
    return found


def covers_tibetan(fonts: Fonts, role: str = "body") -> bool:
    """Return whether titles in Tibetan can be set in the fonts of the role."""
    return not missing_characters(TIBETAN, _files(fonts, role))


def specimen(fonts: Fonts, now: datetime) -> bytes:
    """Return the specimen as PDF: each line as the fonts of each role show it."""
    shown = [
        {
            "role": _ROLES[line.role],
            "is_heading": line.role == "heading",
            "name": line.name,
            "shown": line.shown,
            "missing": codes(line.missing),
        }
        # Charts are drawn by other means; their font is only told.
        for line in lines(fonts)
        if line.role != "chart"
    ]
    files = [
        [_ROLES[role], file.name] for role in _ROLES for file in _files(fonts, role)
    ]
    context = {"title": "报告字体样张", "lines": shown, "files": files}
    day = now.astimezone(ZONE).date()
    return render_pdf(context, TEMPLATE_DIR, {}, fonts, day, template=TEMPLATE)


def codes(characters: list[str]) -> str:
    """Return the characters by code, since what cannot be shown cannot be printed."""
    return "、".join(f"U+{ord(c):04X}" for c in sorted(set(characters))) or "无"


def _files(fonts: Fonts, role: str) -> tuple[Path, ...]:
    return (fonts.chart,) if role == "chart" else getattr(fonts, role)
