"""What each kind of workbook makes of an answered row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from claim_review.exchange.layout import CENT, Layout
from claim_review.exchange.reading import Row

# SHA-256 of the files that came with a workbook, by file name.
Attached = Mapping[str, str]


class WrongAnswerError(ValueError):
    """Answers of a row do not go together; `title` is the column to look at."""

    def __init__(self, title: str, why: str) -> None:
        super().__init__(why)
        self.title = title


@dataclass(frozen=True)
class Answer:
    """The event that an answered row stands for."""

    event: str
    amount: Decimal | None = None
    fund_amount: Decimal | None = None
    reason_code: str | None = None
    payload: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Kind:
    """A layout, the role of who fills it in, and how a row becomes an event."""

    layout: Layout
    role: str
    answer: Callable[[Row, Attached], Answer]


def required(row: Row, title: str, why: str) -> Any:
    """Return an answer; raise WrongAnswerError when the cell is empty."""
    value = row.answers[title]
    if value is None:
        raise WrongAnswerError(title, f"未填写：{why}")
    return value


def unwanted(row: Row, why: str, *titles: str) -> None:
    """Raise WrongAnswerError when one of these cells is filled."""
    for title in titles:
        if row.answers[title] is not None:
            raise WrongAnswerError(title, f"不应填写：{why}")


def code_of(choice: str | None) -> str | None:
    """Return the code that a choice such as “CALC 金额计算有误” begins with."""
    return choice.split()[0] if choice else None


def amounts(row: Row, title: str, amount: str, fund_amount: str) -> tuple:
    """Return the amount answered, all where none is, and the fund's part of it.

    The other two are the titles of the facts that it is a part of.
    """
    most, most_of_fund = Decimal(row.facts[amount]), Decimal(row.facts[fund_amount])
    answered = row.answers[title]
    if answered is None or answered == most:
        return most, most_of_fund
    if answered > most:
        raise WrongAnswerError(title, f"{answered}元超过{amount}{most}元")
    return answered, (most_of_fund * answered / most).quantize(CENT, ROUND_HALF_UP)
