"""What each kind of workbook makes of an answered row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from claim_review.exchange.layout import CENT, Cell, Layout, folded
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
    """The event that a row stands for; `to_state` where it can lead to two."""

    event: str
    amount: Decimal | None = None
    fund_amount: Decimal | None = None
    reason_code: str | None = None
    payload: dict[str, Any] = field(default_factory=dict)
    to_state: str | None = None


@dataclass(frozen=True)
class Kind:
    """A layout, the role of who fills it in, and how a row becomes an event.

    `record` records an answer that is no event of its case, as `recording.record` does
    the others.
    """

    layout: Layout
    role: str
    answer: Callable[[Row, Attached], Answer]
    record: Callable[..., Any] | None = None


@dataclass(frozen=True)
class Question:
    """What a workbook asks of cases in a state, and what it shows of them.

    `choices` are fixed texts by title; `reasons` says by title what the reasons in
    force are used for. `facts` makes the cells of a row out of what came before.
    """

    state: str
    facts: Callable[[dict], dict[str, Cell]]
    choices: Mapping[str, Sequence[str]]
    reasons: Mapping[str, str]
    notes: Sequence[str]


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


def only(row: Row, why: str, *titles: str) -> None:
    """Raise WrongAnswerError when another cell than these is filled."""
    unwanted(row, why, *(title for title in row.answers if title not in titles))


def evidence(row: Row, title: str, attached: Attached) -> list[str]:
    """Return the hashes of the named files; raise WrongAnswerError for one not sent."""
    hashes = {folded(name): sha256 for name, sha256 in attached.items()}
    names = folded(row.answers[title]).split(";")
    named = [name.strip() for name in names if name.strip()]
    missing = [name for name in named if name not in hashes]
    if missing:
        raise WrongAnswerError(title, f"没有收到文件“{'”“'.join(missing)}”")
    return [hashes[name] for name in named]


def code_of(choice: str | None) -> str | None:
    """Return the code that a choice such as “CALC 金额计算有误” begins with."""
    return choice.split()[0] if choice else None


def fact_amounts(row: Row, *titles: str) -> tuple[Decimal, ...] | None:
    """Return the yuan of facts; None where the first one is empty."""
    if not row.facts[titles[0]]:
        return None
    return tuple(Decimal(row.facts[title]) for title in titles)


def share(amount: Decimal, whole: Decimal, fund_of_whole: Decimal) -> Decimal:
    """Return what the fund paid of an amount that is a part of a whole, to the cent."""
    if amount == whole:
        return fund_of_whole
    return (fund_of_whole * amount / whole).quantize(CENT, ROUND_HALF_UP)


def amounts(row: Row, title: str, amount: str, fund_amount: str) -> tuple:
    """Return the amount answered, all where none is, and the fund's part of it.

    The other two are the titles of the facts that it is a part of.
    """
    most, most_of_fund = fact_amounts(row, amount, fund_amount)
    answered = row.answers[title]
    if answered is None:
        return most, most_of_fund
    if answered > most:
        raise WrongAnswerError(title, f"{answered}元超过{amount}{most}元")
    return answered, share(answered, most, most_of_fund)
