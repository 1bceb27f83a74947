"""What a workbook says, before it is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from claim_review.exchange import seal
from claim_review.exchange.layout import Cell, Layout, canonical


@dataclass(frozen=True)
class Book:
    """A workbook to write: rows are cells by title, choices are texts by title.

    One that goes back has `answers` and why they are `wrong`, by hit and title.
    """

    workbook_id: str
    layout: Layout
    recipient: str
    issued_at: datetime
    notes: Sequence[str]
    rows: Sequence[Mapping[str, Cell]]
    choices: Mapping[str, Sequence[str]]
    answers: Mapping[tuple[str, str], Cell] = field(default_factory=dict)
    wrong: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @property
    def total(self) -> Decimal:
        return sum((row[self.layout.total] for row in self.rows), Decimal("0.00"))

    def sealed_rows(self) -> list[tuple[str, str]]:
        """Return the identity and the sealed text of each row."""
        facts = self.layout.facts
        return [
            (
                str(row[facts[0].title]),
                seal.text_of([canonical(fact, row[fact.title]) for fact in facts]),
            )
            for row in self.rows
        ]

    def manifest(self) -> dict[str, Any]:
        """Return what the hidden sheet says of the workbook as a whole."""
        return {
            "workbook_id": self.workbook_id,
            "kind": self.layout.kind,
            "recipient": self.recipient,
            "issued_at": self.issued_at.isoformat(),
            "facts": [fact.title for fact in self.layout.facts],
            "choices": {title: list(texts) for title, texts in self.choices.items()},
            "rows": len(self.rows),
            "total": str(self.total),
            "rows_sha256": seal.digest([text for _, text in self.sealed_rows()]),
        }
