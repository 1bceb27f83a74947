"""Counts of few persons are not shown to those who might know them."""

from collections.abc import Sequence

WITHHELD = "未列"


def hidden(persons: Sequence[int], least: int) -> list[bool]:
    """Return which cells of a column with a known total must not be shown.

    Cells of fewer than `least` persons are hidden; when that is only one, the smallest
    other one is hidden too, because the total would give the first away.
    """
    hide = [0 < number < least for number in persons]
    others = [place for place, number in enumerate(persons) if number >= least]
    if sum(hide) == 1 and others:
        hide[min(others, key=lambda place: persons[place])] = True
    return hide


def is_total_safe(persons: Sequence[int], least: int) -> bool:
    """Return whether a total may stand where its parts are shown to others.

    With one hidden part the total less the others would be that part.
    """
    return sum(persons) >= least and sum(0 < n < least for n in persons) != 1


def cell(text: str, persons: int, least: int, *, hide: bool) -> str:
    """Return the figure, or <5人 or 未列 where it is hidden."""
    if not hide:
        return text
    return f"<{least}人" if persons < least else WITHHELD
