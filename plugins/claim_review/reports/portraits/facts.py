"""What is known of each institution in a quarter, as numbers; nothing is formatted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from claim_review.quarters import Quarter

Row = dict[str, Any]


@dataclass(frozen=True)
class Portrait:
    """One institution; `kpis` are its rows of mart_institution_peer by KPI.

    `history` are its rows of the KPI mart by quarter, this one and those before; `totals`
    its settlements of all kinds; `outcomes` what became of its cases, None without any.
    """

    institution: Row
    totals: Row
    kpis: dict[str, Row]
    history: dict[str, Row]
    rules: list[Row]
    outcomes: Row | None
    reminders: Row | None


@dataclass(frozen=True)
class Facts:
    """The institutions of a quarter by code; amounts in yuan, shares as fractions."""

    quarter: Quarter
    cut_off: datetime
    knowledge_release: str | None
    institutions: list[Portrait]
