"""A statement as PDF, to be signed and filed."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from claim_review.reports import numbers
from claim_review.reports.fonts import Fonts
from claim_review.reports.pdf import render_pdf
from claim_review.settings import REPO_DIR
from claim_review.statements.layout import (
    CODES,
    SIGNATURES,
    TABLES,
    Column,
    facts,
    title,
)

TEMPLATE_DIR = REPO_DIR / "include" / "reports" / "statement"
TEMPLATE = "statement.typ"


def statement_pdf(
    number: str,
    content: dict[str, Any],
    sha256: str,
    drafted_at: datetime,
    fonts: Fonts,
) -> bytes:
    """Return the PDF of a statement; the same arguments give the same bytes.

    Raises MissingGlyphsError and TypesettingError as `render_pdf` does.
    """
    context = paper(number, content, sha256)
    return render_pdf(context, TEMPLATE_DIR, {}, fonts, drafted_at.date(), TEMPLATE)


def paper(number: str, content: dict[str, Any], sha256: str) -> dict[str, Any]:
    """Return the texts that a statement shows on paper, whatever sets them."""
    head = content["head"]
    return {
        "title": title(head),
        "footer": number,
        "facts": [[name, _shown(value)] for name, value in facts(number, head, sha256)],
        "tables": [
            _table(heading, columns, content[name])
            for name, (heading, columns) in TABLES.items()
        ],
        "signatures": SIGNATURES,
    }


def _shown(value: str | Decimal) -> str:
    return numbers.yuan(value) if isinstance(value, Decimal) else value


def _table(
    heading: str, columns: Sequence[Column], rows: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    return {
        "title": heading,
        "columns": [column.title for column in columns],
        "widths": [column.width for column in columns],
        "alignments": [
            "right" if column.look in ("count", "amount") else "left"
            for column in columns
        ],
        "rows": [
            [_cell(row.get(column.name), column.look) for column in columns]
            for row in rows
        ],
    }


def _cell(value: Any, look: str) -> str:
    if value is None:
        return ""
    match look:
        case "amount":
            return numbers.yuan(Decimal(value))
        case "count":
            return numbers.count(value)
        case "code":
            return CODES[value]
        case _:
            return value
