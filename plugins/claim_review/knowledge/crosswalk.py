"""The crosswalk from national to local codes: a CSV or workbook, read and checked."""

import csv
import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from claim_review.knowledge import cells
from claim_review.knowledge.cells import Cell, WrongCellError, text_of
from claim_review.knowledge.problems import KnowledgeRefusedError, Problem
from claim_review.knowledge.workbook import Sheet, read_workbook

_HEADERS = {
    "national_code": ("national_code", "国家代码"),
    "local_code": ("local_code", "地方代码", "甘肃代码"),
    "local_name": ("local_name", "地方名称"),
    "system": ("system", "类别"),
    "valid_from": ("valid_from", "生效日期"),
    "valid_to": ("valid_to", "失效日期"),
}
_OPTIONAL = ("local_name", "valid_to")
_SYSTEMS = {
    "drug": "drug",
    "药品": "drug",
    "slice": "slice",
    "饮片": "slice",
    "service": "service",
    "项目": "service",
    "material": "material",
    "耗材": "material",
}


@dataclass(frozen=True)
class Mapping:
    """One row of the crosswalk."""

    system: str
    national_code: str
    local_code: str
    local_name: str | None
    valid_from: date
    valid_to: date | None
    row: int

    def overlaps(self, other: "Mapping") -> bool:
        return self.valid_from <= (other.valid_to or date.max) and other.valid_from <= (
            self.valid_to or date.max
        )


@dataclass(frozen=True)
class Crosswalk:
    """The rows of a file."""

    file_name: str
    sha256: str
    sheet: str
    mappings: list[Mapping]


def read_crosswalk(path: Path) -> Crosswalk:
    """Return the rows of the file; refuse it with all its problems at once."""
    path = Path(path)
    sheet = _csv_sheet(path) if path.suffix.lower() == ".csv" else _first(path)
    header, columns, problems = _header(sheet)
    mappings = []
    if columns is not None:
        for index in range(header + 1, len(sheet.rows)):
            row = sheet.rows[index]
            if any(text_of(cell) for cell in row):
                mapping = _mapping(sheet, index, row, columns, problems)
                mappings += [mapping] if mapping else []
        if not mappings and not problems:
            problems.append(Problem(sheet.place(header), "no rows below the header"))
        problems += _ambiguities(sheet, mappings)
    if problems:
        raise KnowledgeRefusedError(path.name, *problems)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return Crosswalk(path.name, sha256, sheet.name, mappings)


def _csv_sheet(path: Path) -> Sheet:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return Sheet(path.stem, list(csv.reader(file)), set())
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        problem = Problem("", f"cannot be read as CSV in UTF-8: {error}")
        raise KnowledgeRefusedError(path.name, problem) from None


def _first(path: Path) -> Sheet:
    sheets = read_workbook(path)
    if not sheets:
        raise KnowledgeRefusedError(path.name, Problem("", "has no sheet with rows"))
    return sheets[0]


def _header(sheet: Sheet) -> tuple[int, dict[str, int] | None, list[Problem]]:
    """Return the header's row and the column of each field."""
    for index, row in enumerate(sheet.rows):
        texts = [text_of(cell) for cell in row]
        columns = {
            name: texts.index(alias)
            for name, aliases in _HEADERS.items()
            for alias in aliases
            if alias in texts
        }
        if "national_code" in columns:
            missing = [
                f"{name} ({aliases[-1]})"
                for name, aliases in _HEADERS.items()
                if name not in columns and name not in _OPTIONAL
            ]
            why = f"the header lacks {', '.join(missing)}"
            problems = [Problem(sheet.place(index), why)] if missing else []
            return index, None if missing else columns, problems
    why = "no row is a header with national_code (国家代码)"
    return 0, None, [Problem(sheet.name, why)]


def _mapping(
    sheet: Sheet,
    index: int,
    row: list[Cell],
    columns: dict[str, int],
    problems: list[Problem],
) -> Mapping | None:
    """Return the row, or add what is wrong with it."""
    wrong: list[Problem] = []

    def cell(name: str) -> Cell:
        at = columns.get(name)
        return row[at] if at is not None and at < len(row) else None

    def add(name: str, why: str) -> None:
        place = sheet.place(index, columns[name])
        wrong.append(Problem(place, why, text_of(cell(name)) or None))

    for name in _HEADERS:
        if name not in _OPTIONAL and not text_of(cell(name)):
            add(name, f"{name} is empty")
    system = _SYSTEMS.get(text_of(cell("system")))
    if system is None and text_of(cell("system")):
        add("system", f"is none of {', '.join(_SYSTEMS)}")
    if system is not None and text_of(cell("national_code")):
        try:
            if len(cells.codes(system, cell("national_code"))) > 1:
                add("national_code", "holds several codes")
        except WrongCellError as error:
            add("national_code", str(error))
    if isinstance(cell("local_code"), float):
        add("local_code", "is a number; leading zeros are lost, format it as text")
    days = {}
    for name in ("valid_from", "valid_to"):
        try:
            days[name] = _day(cell(name))
        except ValueError:
            add(name, "is not a day such as 2025-01-01")
    if not wrong and days["valid_to"] and days["valid_to"] < days["valid_from"]:
        add("valid_to", f"is before valid_from ({days['valid_from']})")
    problems += wrong
    if wrong:
        return None
    return Mapping(
        system=system,
        national_code=text_of(cell("national_code")),
        local_code=text_of(cell("local_code")),
        local_name=text_of(cell("local_name")) or None,
        valid_from=days["valid_from"],
        valid_to=days["valid_to"],
        row=index + 1,
    )


def _day(cell: Cell | date | datetime) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = text_of(cell)
    return date.fromisoformat(text) if text else None


def _ambiguities(sheet: Sheet, mappings: list[Mapping]) -> list[Problem]:
    """Return the rows that repeat a row or give a local code a second meaning."""
    problems = []
    known: dict[tuple[str, str], list[Mapping]] = {}
    for mapping in mappings:
        others = known.setdefault((mapping.system, mapping.local_code), [])
        other = next((each for each in others if mapping.overlaps(each)), None)
        if other is not None:
            same = other.national_code == mapping.national_code
            what = "repeats" if same else "gives another national code than"
            why = f"{mapping.local_code} {what} row {other.row} on the same days"
            problems.append(Problem(sheet.place(mapping.row - 1), why))
        others.append(mapping)
    return problems
