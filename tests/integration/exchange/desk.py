"""A desk for tests: fills workbooks in and hands them back."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import psycopg
from tests.integration.cases.casework import START
from tests.unit.exchange.workbooks import KEY, grids, saved

from claim_review.exchange.kinds import KINDS, LAYOUTS
from claim_review.exchange.reading import read
from claim_review.exchange.taking import Outcome, preview, take_in

DAY = timedelta(days=1)


def filled(content: bytes, answers: Mapping[str, Mapping]) -> bytes:
    """Return the workbook with answers, by hit and title, saved anew."""
    sheets = grids(content)
    layout = next(each for each in LAYOUTS.values() if each.sheet in sheets)
    header, *rows = sheets[layout.sheet]
    for row in rows:
        for title, cell in answers.get(row[0], {}).items():
            row[header.index(title)] = cell
    return saved(sheets)


@dataclass
class Desk:
    """Somebody who hands in workbooks; each file is previewed before it is taken in."""

    connection: psycopg.Connection
    who: str
    now: datetime = START + DAY
    files: dict[str, bytes] = field(default_factory=dict)

    def previews(self, content: bytes) -> Outcome:
        return preview(*self._told(content))

    def hands_in(self, content: bytes, previewed: Outcome | None = None) -> Outcome:
        told = self._told(content)
        return take_in(*told, (previewed or preview(*told)).digest)

    def _told(self, content: bytes) -> tuple:
        returned = read(content, LAYOUTS, KEY)
        attached = {
            name: hashlib.sha256(file).hexdigest() for name, file in self.files.items()
        }
        return self.connection, KINDS, returned, attached, self.who, self.now


def problems(outcome: Outcome) -> list[str]:
    """Return what is wrong, as it is told."""
    return [str(problem) for problem in outcome.problems]
