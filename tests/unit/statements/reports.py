"""A month for the written report: two quarters, many institutions, exceptions."""

from datetime import UTC, date, datetime
from decimal import Decimal

from claim_review.statements.layout import SHEET

MONTH = {
    "month": "2025-07",
    "period": {
        "cutoff_at": datetime(2025, 7, 31, 16, tzinfo=UTC),
        "first_day": date(2025, 7, 1),
        "last_day": date(2025, 7, 31),
        "parameters_are_confirmed": False,
    },
    "work": [
        {"event": event, "cases": cases, "amount": amount, "fund_amount": amount}
        for event, cases, amount in (
            ("ingest", 1200, Decimal("90000.50")),
            ("first_clear", 7, None),
            ("first_suspect", 5, Decimal("70.00")),
            ("reopen", 1, None),
            ("hold", 2, None),
            ("suspend", 3, None),
        )
    ],
    "funnel": [
        {"quarter": quarter, "opened": opened}
        | dict.fromkeys(("agreed", "dispatched", "appealed", "confirmed"), 2)
        | {"cleared": 1, "taken_out": 0, "undecided": opened - 3}
        for quarter, opened in (("2025Q1", 1000), ("2025Q2", 200))
    ],
    "open": [
        {
            "state": state,
            "state_name": name,
            "cases": 4,
            "to_10_days": 1,
            "to_30_days": 1,
            "to_60_days": 1,
            "longer": 1,
            "overdue": overdue,
            "longest_overdue": longest,
            "due_next": due_next,
        }
        for state, name, overdue, longest, due_next in (
            ("S10", "待初审", 2, 31, 1),
            ("S60", "合议中", 1, 12, 3),
            ("S98", "中止（现场核查）", 0, None, 0),
        )
    ],
    "given_back": [],
    "exceptions": [
        {
            "kind": kind,
            "day": date(2025, 7, 8),
            "hit_id": hit_id,
            "cases": cases,
            "why": why,
        }
        for kind, hit_id, cases, why in (
            ("DEPARTED", "P-26-0a1b2c3d4e5f60718293", 1, "另有会计凭证证明"),
            ("REOPENED", "P-26-0a1b2c3d4e5f60718294", 1, "有新证据"),
            ("VOIDED", None, 40, "D-2025-07"),
        )
    ],
}


def institution(number: int, refused: str, reversed_amount: str = "0.00") -> dict:
    """Return a row of the prefecture's sheet."""
    row = {
        column.name: 0 if column.look == "count" else Decimal("0.00")
        for column in SHEET
    }
    return row | {
        "fixmedins_code": f"H{number}",
        "fixmedins_name": f"示例{number}院",
        "listed_cases": 1,
        "listed_amount": Decimal(refused),
        "refused_amount": Decimal(refused),
        "reversed_amount": Decimal(reversed_amount),
    }
