"""A section of a rule's page, and what sections are written from."""

from dataclasses import dataclass
from datetime import date

from claim_review.rulebook.lists import ReadList
from claim_review.rulebook.project import Project


@dataclass(frozen=True)
class Section:
    """Lines, then a table; either may be empty."""

    title: str
    lines: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Sources:
    """What a rule's page is written from, and the day whose lists it shows."""

    project: Project
    read_list: ReadList
    as_of: date
