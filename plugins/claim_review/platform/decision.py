"""A decision of the platform, and the cells that one is read from."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from claim_review.platform.reading import Told

_CODED = re.compile(r"([A-Z_]+)(?:｜(.*))?", re.DOTALL)


class UnclearError(ValueError):
    """The platform says that something was decided, but not what, when or by whom."""


@dataclass(frozen=True)
class Decision:
    """One thing that the platform says happened, as an event of the case.

    `also_known_as` are events of ours that say the same, after the last `known_after`
    where one is named. Where `needs_reason` a decision for the institution has the
    reason OTHER if none is told.
    """

    step: str
    event: str
    role: str
    actor_id: str
    occurred_at: datetime
    amount: Decimal | None = None
    fund_amount: Decimal | None = None
    reason_code: str | None = None
    needs_reason: bool = False
    payload: dict[str, Any] = field(default_factory=dict)
    to_state: str | None = None
    also_known_as: tuple[str, ...] = ()
    known_after: str | None = None


def is_filled(told: Told, what: str, flag: str, time: str) -> bool:
    """Return whether a step is filled; raise UnclearError when half of it is."""
    if told.get(flag) is None and told.get(time) is None:
        return False
    if told.get(flag) is None:
        raise UnclearError(f"{what}有时间（{time}）而没有结论（{flag}）")
    if told.get(time) is None:
        raise UnclearError(f"{what}有结论（{flag}）而没有时间（{time}）")
    return True


def actor_of(told: Told, what: str, column: str) -> str:
    actor = told.get(column)
    if actor is None:
        raise UnclearError(f"{what}没有写明经办人（{column}）")
    return actor


def amount_of(told: Told, column: str) -> Decimal | None:
    cell = told.get(column)
    return None if cell is None else Decimal(cell)


def spoken(text: str | None) -> tuple[str | None, str | None]:
    """Return the reason code that a text begins with, if it does, and the words."""
    coded = _CODED.fullmatch(text or "")
    return (coded[1], coded[2] or text) if coded else (None, text)
