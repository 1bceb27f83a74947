"""Reports as PDF/A, set by Typst."""

import json
import shutil
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import typst

from claim_review.reports.fonts import Fonts, check_glyphs


class TypesettingError(RuntimeError):
    """Typst warned; a report with a warning is not the report we checked."""


def render_pdf(
    context: Mapping[str, Any],
    template_dir: Path,
    charts: dict[str, Path],
    fonts: Fonts,
    as_of: date,
    template: str,
) -> bytes:
    """Return the PDF; the same arguments give the same bytes.

    Raises MissingGlyphsError for a character that no font has and TypesettingError
    for any warning, such as a family that Typst does not find.
    """
    text = json.dumps(context, ensure_ascii=False)
    for stack in (fonts.body, fonts.heading):
        check_glyphs(text, stack)
    with tempfile.TemporaryDirectory(prefix="claim-review-pdf-") as name:
        folder = Path(name)
        shutil.copy(template_dir / template, folder)
        for chart, stem in charts.items():
            shutil.copy(stem.with_suffix(".svg"), folder / f"{chart}.svg")
        # A folder of links, because Typst takes whole folders and would otherwise
        # also see the fonts that we must not use.
        font_dir = folder / "fonts"
        font_dir.mkdir()
        for number, file in enumerate(fonts.files):
            (font_dir / f"{number}{file.suffix}").symlink_to(file.resolve())
        found = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[str(font_dir)],
        )
        families = {Path(font.path).resolve(): font.family for font in found.fonts()}
        inputs = {
            "context": text,
            "charts": json.dumps(sorted(charts)),
            "body": json.dumps([families[file.resolve()] for file in fonts.body]),
            "heading": json.dumps([families[file.resolve()] for file in fonts.heading]),
            "date": f"{as_of:%Y-%m-%d}",
        }
        compiler = typst.Compiler(
            str(folder / template),
            root=str(folder),
            font_paths=found,
            ignore_system_fonts=True,
        )
        pdf, warnings = compiler.compile_with_warnings(
            format="pdf", sys_inputs=inputs, pdf_standards=["a-2b"]
        )
    if warnings:
        raise TypesettingError("; ".join(warning.message for warning in warnings))
    return pdf
