"""One official attachment: found, checked whole, and turned into points."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from claim_review.knowledge import layouts
from claim_review.knowledge.building import build_points
from claim_review.knowledge.codes_sheet import check_counts, read_codes
from claim_review.knowledge.headers import CODES, POINTS, Header, detect, find_header
from claim_review.knowledge.points import Point
from claim_review.knowledge.problems import KnowledgeRefusedError, Problem
from claim_review.knowledge.sheet_rows import check_totals, split_rows
from claim_review.knowledge.workbook import Sheet, read_workbook

_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")


@dataclass(frozen=True)
class Attachment:
    """What a file says; `notices` are for the person who approves it.

    `knowledge_points` counts 序号 as the official announcements do, `rows` their
    codes; rows that repeat another are counted there and are no points of their own.
    """

    file_name: str
    sha256: str
    layouts: tuple[str, ...]
    title: str
    published_at: date | None
    points: list[Point]
    knowledge_points: int
    rows: int
    footnotes: tuple[str, ...]
    notices: tuple[str, ...]

    @property
    def repeated_rows(self) -> int:
        return self.rows - len(self.points)


def read_attachment(path: Path, chosen_layout: str | None = None) -> Attachment:
    """Return what the file says; refuse it with all its problems at once."""
    path = Path(path)
    problems: list[Problem] = []
    sheets = read_workbook(path)
    codes = _headed(sheets, CODES)
    with_codes = {sheet.name for sheet, _ in codes}
    pages = _headed([s for s in sheets if s.name not in with_codes], POINTS)
    if not pages:
        names = "、".join(sheet.name for sheet in sheets) or "none"
        why = f"no sheet has a header row with {POINTS} (sheets: {names})"
        raise KnowledgeRefusedError(path.name, Problem("", why))
    if len(codes) > 1:
        names = "、".join(sheet.name for sheet, _ in codes)
        problems.append(Problem("", f"more than one sheet of codes: {names}"))
    parsed = [
        _read_page(sheet, header, codes, chosen_layout, problems)
        for sheet, header in pages
    ]
    if problems:
        raise KnowledgeRefusedError(path.name, *problems)
    known = {sheet.name for sheet, _ in [*pages, *codes]}
    notices = [note for page in parsed for note in page.notices]
    notices += [
        f"sheet {sheet.name} has no header row with {POINTS} and was not read"
        for sheet in sheets
        if sheet.name not in known
    ]
    title = _title(pages[0][0], pages[0][1])
    return Attachment(
        file_name=path.name,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        layouts=tuple(page.layout for page in parsed),
        title=title,
        published_at=_published_at(title),
        points=[point for page in parsed for point in page.points],
        knowledge_points=sum(page.knowledge_points for page in parsed),
        rows=sum(page.rows for page in parsed),
        footnotes=tuple(note for page in parsed for note in page.footnotes),
        notices=tuple(notices),
    )


def _headed(sheets: list[Sheet], first: str) -> list[tuple[Sheet, Header]]:
    """Return the sheets with a header row that has this header."""
    found = ((sheet, find_header(sheet, first)) for sheet in sheets)
    return [(sheet, header) for sheet, header in found if header is not None]


@dataclass(frozen=True)
class _Page:
    layout: str
    points: list[Point]
    knowledge_points: int
    rows: int
    footnotes: list[str]
    notices: list[str]


def _read_page(
    sheet: Sheet,
    header: Header,
    codes: list[tuple[Sheet, Header]],
    chosen_layout: str | None,
    problems: list[Problem],
) -> _Page | None:
    layout, unknown = detect(sheet, header, chosen_layout)
    if layout is None:
        problems.append(unknown)
        return None
    rows = split_rows(sheet, header, layout, problems)
    by_number, codes_sheet, declared = None, None, None
    if layout.codes == "sheet" and not codes:
        why = f"{layout.title_zh} needs a second sheet with {CODES}, and there is none"
        problems.append(Problem("", why))
        return None
    if layout.codes in ("sheet", "either") and codes:
        codes_sheet, codes_header = codes[0]
        by_number = read_codes(codes_sheet, codes_header, layout.kind, problems)
        declared = check_counts(sheet, rows, codes_sheet, by_number, problems)
    check_totals(sheet, header, rows, declared, problems)
    exemptions, notices = _footnotes(sheet, rows.footnotes)
    points, count, more = build_points(
        sheet, rows, layout, exemptions, codes_sheet, by_number, problems
    )
    return _Page(
        layout=layout.id,
        points=points,
        knowledge_points=len(rows.numbers),
        rows=count,
        footnotes=rows.footnotes,
        notices=notices + more,
    )


def _footnotes(sheet: Sheet, texts: list[str]) -> tuple[list[str], list[str]]:
    """Return the exemptions that footnotes grant, and those not understood."""
    exemptions, notices = [], []
    for text in texts:
        known = [note for note in layouts.footnotes() if note.pattern.search(text)]
        exemptions += [note.exemption for note in known if note.exemption]
        if not known:
            notices.append(f"{sheet.name}: footnote not understood: {text}")
    return sorted(set(exemptions)), notices


def _title(sheet: Sheet, header: Header) -> str:
    above = [str(cell).strip() for row in sheet.rows[: header.row] for cell in row]
    return " ".join(text for text in above if text) or sheet.name


def _published_at(title: str) -> date | None:
    match = _DATE.search(title)
    return date(*map(int, match.groups())) if match else None
