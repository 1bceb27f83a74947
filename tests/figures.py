"""Finds the figures in a text, for tests that ask where each of them comes from."""

import re
from collections.abc import Iterable
from decimal import Decimal

# Rules, tables and charts are called by numbers that count nothing; a letter before it
# makes a number part of a name.
_NAMES = re.compile(r"[A-Za-z]+-\d+|[表图]\d+")
_FIGURE = re.compile(r"(?<![0-9A-Za-z.])-?\d[\d,]*(?:\.\d+)?(?![0-9A-Za-z])")


def figures(*texts: str) -> list[str]:
    """Return the figures of texts without their signs, thousands not separated.

    What a sentence calls 下降3.93% stands as -3.93% in its table.
    """
    return [
        found.replace(",", "").lstrip("-")
        for text in texts
        for found in _FIGURE.findall(_NAMES.sub("", text))
    ]


def values(*texts: str) -> set[Decimal]:
    """Return the figures of texts as numbers: 48.10 is 48.1."""
    return {Decimal(figure) for figure in figures(*texts)}


def changed(figure: str) -> str:
    """Return another figure: its last digit is one more, 9 becomes 0."""
    return figure[:-1] + str((int(figure[-1]) + 1) % 10)


def unknown(text: str, sources: Iterable[str]) -> list[str]:
    """Return the figures of a text that stand in none of its sources."""
    known = set(figures(*sources))
    return [figure for figure in figures(text) if figure not in known]
