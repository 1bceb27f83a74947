"""One edition of a report as Word, PDF and workbook."""

import tempfile
from datetime import date
from pathlib import Path

from claim_review.reports import charts
from claim_review.reports.document import Content
from claim_review.reports.fonts import Fonts, check_glyphs
from claim_review.reports.pdf import render_pdf
from claim_review.reports.word import report_docx
from claim_review.reports.workbook import report_workbook
from claim_review.settings import REPO_DIR

TEMPLATE_DIR = REPO_DIR / "include" / "reports" / "report"
TEMPLATE = "report.typ"


def write_report(edition: Content, folder: Path, fonts: Fonts, day: date) -> list[Path]:
    """Write the files of an edition into the folder and return them.

    Raises MissingGlyphsError for text that cannot be set and TypesettingError as
    `render_pdf` does.
    """
    figures = [b["chart"] for b in edition["blocks"] if b["kind"] == "figure"]
    check_glyphs(str(figures), [fonts.chart])
    stem = f"{edition['title']}（{edition['edition']}）"
    with tempfile.TemporaryDirectory(prefix="claim-review-charts-") as name:
        drawn = charts.draw_all(edition, fonts.chart, Path(name))
        files = {
            "docx": report_docx(edition, drawn, day, fonts.word),
            "pdf": render_pdf(edition, TEMPLATE_DIR, drawn, fonts, day, TEMPLATE),
            "xlsx": report_workbook(edition, day),
        }
    paths = []
    for suffix, data in files.items():
        paths.append(folder / f"{stem}.{suffix}")
        paths[-1].write_bytes(data)
    return paths
