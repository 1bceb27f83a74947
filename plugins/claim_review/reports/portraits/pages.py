"""All portraits of a quarter as PDF, set by two processes with one compiler each."""

import json
import multiprocessing
import shutil
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import typst

from claim_review.reports.document import Content
from claim_review.reports.fonts import Fonts, check_glyphs
from claim_review.reports.pdf import TypesettingError
from claim_review.reports.portraits.content import build
from claim_review.reports.portraits.facts import Facts
from claim_review.settings import REPO_DIR

TEMPLATE = REPO_DIR / "include" / "reports" / "portrait" / "portrait.typ"
PROCESSES = 2
_EACH_TIME = 10
_NOT_IN_NAMES = str.maketrans('/\\:*?"<>|', "／＼：＊？＂＜＞｜")

# What a worker keeps between pages: to make a compiler takes longer than a page.
_worker: dict[str, Any] = {}


def render_all(
    facts: Facts,
    folder: Path,
    fonts: Fonts,
    day: date,
    progress: Callable[[int, int], None] | None = None,
) -> list[Path]:
    """Write one page per institution into the folder; return the paths in their order.

    The same arguments give the same bytes. `progress` is told how many of how many
    pages are set. Raises MissingGlyphsError for a character that no font has,
    TypesettingError for any warning of Typst and for a portrait of two pages.
    """
    pages = {
        folder / file_name(portrait.institution): build(facts, portrait)
        for portrait in facts.institutions
    }
    if len(pages) < len(facts.institutions):
        raise ValueError("two institutions have the same code and name")
    text = json.dumps(list(pages.values()), ensure_ascii=False)
    for stack in (fonts.body, fonts.heading):
        check_glyphs(text, stack)
    folder.mkdir(parents=True, exist_ok=True)
    # A forked child would inherit the caller's threads and database connections.
    spawn = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory(prefix="claim-review-portraits-") as name:
        worker = (_prepared(Path(name), fonts), fonts, day)
        with ProcessPoolExecutor(PROCESSES, spawn, _begin, worker) as pool:
            done = pool.map(_write, pages.items(), chunksize=_EACH_TIME)
            for count, _ in enumerate(done, start=1):
                if progress is not None and count % _EACH_TIME == 0:
                    progress(count, len(pages))
    return list(pages)


def file_name(institution: dict[str, Any]) -> str:
    """Return the name of an institution's file: its code and what it is called."""
    name = institution["fixmedins_name"].translate(_NOT_IN_NAMES)
    return f"{institution['fixmedins_code']} {name}.pdf"


def _prepared(folder: Path, fonts: Fonts) -> Path:
    """Return a folder with the template and links to just the fonts that are used."""
    shutil.copy(TEMPLATE, folder)
    links = folder / "fonts"
    links.mkdir()
    for number, file in enumerate(fonts.files):
        (links / f"{number}{file.suffix}").symlink_to(file.resolve())
    return folder


def _begin(folder: Path, fonts: Fonts, day: date) -> None:
    found = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder / "fonts")],
    )
    families = {Path(font.path).resolve(): font.family for font in found.fonts()}
    _worker["compiler"] = typst.Compiler(
        str(folder / TEMPLATE.name),
        root=str(folder),
        font_paths=found,
        ignore_system_fonts=True,
    )
    _worker["inputs"] = {
        "body": json.dumps([families[file.resolve()] for file in fonts.body]),
        "heading": json.dumps([families[file.resolve()] for file in fonts.heading]),
        "date": f"{day:%Y-%m-%d}",
    }


def _write(page: tuple[Path, Content]) -> None:
    path, content = page
    context = json.dumps(content, ensure_ascii=False)
    try:
        pdf, warnings = _worker["compiler"].compile_with_warnings(
            format="pdf",
            sys_inputs={**_worker["inputs"], "context": context},
            pdf_standards=["a-2b"],
        )
    except typst.TypstError as error:
        raise TypesettingError(f"{path.name}: {error}") from None
    if warnings:
        raise TypesettingError("; ".join(warning.message for warning in warnings))
    path.write_bytes(pdf)
