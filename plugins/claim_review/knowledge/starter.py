"""The starter lists of include/rules/knowledge as knowledge points."""

import csv
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from claim_review.knowledge.layouts import lists
from claim_review.knowledge.points import content_sha256, item_key
from claim_review.knowledge.problems import KnowledgeRefusedError, Problem

# Columns of a release; all others of a list are its facts.
_COMMON = {
    "kp_id",
    "item_name",
    "basis",
    "source",
    "published_at",
    "valid_from",
    "valid_to",
    "scope",
    "override_of",
}
_SCOPES = ("national", "province", "prefecture")


@dataclass(frozen=True)
class StarterRow:
    """One row of a starter list, in the columns of a release."""

    list_id: str
    kp_id: str
    content_sha256: str
    item_key: str
    item_code: str | None
    item_name: str | None
    facts: dict[str, str] = field(hash=False)
    basis: str | None
    published_at: date | None
    valid_from: date | None
    valid_to: date | None
    scope: str
    override_of: str | None
    source: str
    source_row: int


def starter_rows(lists_dir: Path) -> list[StarterRow]:
    """Return the rows of every list there that has a `kp_id`; refuse wrong cells."""
    found: list[StarterRow] = []
    for path in sorted(lists_dir.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            if "kp_id" in (reader.fieldnames or ()):
                found += [_row(path, reader.line_num, line) for line in reader]
    return found


def _row(path: Path, line_number: int, line: dict[str, str]) -> StarterRow:
    facts = {
        name: value for name, value in line.items() if name not in _COMMON and value
    }
    known = lists().get(path.stem)
    code = line.get(known.code if known else "med_list_codg") or None
    name = line.get(known.name if known else "item_name") or line.get("hilist_name")
    # Where no attachment fills the list, the row itself is what it is about.
    key = item_key(known.key, code, name, facts) if known else line["kp_id"]
    scope = line.get("scope") or "national"
    if scope not in _SCOPES:
        why = f"is none of {', '.join(_SCOPES)}"
        raise KnowledgeRefusedError(
            path.name, Problem(f"line {line_number}, scope", why, scope)
        )
    first = _date(path, line_number, line, "valid_from")
    last = _date(path, line_number, line, "valid_to")
    if first and last and last < first:
        raise KnowledgeRefusedError(
            path.name,
            Problem(f"line {line_number}, valid_to", f"is before {first}", str(last)),
        )
    return StarterRow(
        list_id=path.stem,
        kp_id=line["kp_id"],
        content_sha256=content_sha256(path.stem, line),
        item_key=key,
        item_code=code,
        item_name=name or None,
        facts=facts,
        basis=line.get("basis") or None,
        published_at=_date(path, line_number, line, "published_at"),
        valid_from=first,
        valid_to=last,
        scope=scope,
        override_of=line.get("override_of") or None,
        source=line.get("source") or f"{path.name} line {line_number}",
        source_row=line_number,
    )


def _date(
    path: Path, line_number: int, line: dict[str, str], column: str
) -> date | None:
    text = line.get(column)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        problem = Problem(f"line {line_number}, {column}", "is not a date", text)
        raise KnowledgeRefusedError(path.name, problem) from None
