"""The figures of a report where they stand: beside which words, and in what unit."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from claim_review.reports.document import Content, sentences, tables

Table = dict[str, Any]

UNITS = (
    *(
        "元",
        "万元",
        "笔",
        "笔次",
        "条",
        "条次",
        "件",
        "次",
        "个",
        "家",
        "人",
        "人次",
        "例",
        "名",
    ),
    *("天", "日", "工作日", "次/人"),
)
_UNIT = re.compile(r"（([^（）]+)）$")
_FIGURE = re.compile(r"([+-]?\d[\d,]*(?:\.\d+)?)(%?)\*?")
_MONEY = re.compile(r"([+-]?\d[\d,]*\.\d+)(万元|元)")


@dataclass(frozen=True)
class Cell:
    """A figure of a report; `label` begins its row, `head` its column."""

    place: str
    label: str
    head: str
    title: str
    text: str

    @property
    def name(self) -> str:
        """What is counted: the first of head, label and title that says a unit."""
        names = (self.head, self.label, self.title)
        return next((name for name in names if unit(name)), self.head)

    @property
    def unit(self) -> str:
        return unit(self.name)

    @property
    def figure(self) -> Decimal | None:
        """The number it shows, percent as it is read; None for words and —."""
        return figure(self.text)


def unit(name: str) -> str:
    """Return the unit that ends a name in brackets, such as 万元; "" without one."""
    found = _UNIT.search(name)
    return found[1] if found and found[1] in UNITS else ""


def figure(text: str) -> Decimal | None:
    """Return the number of a cell; None for words, — and suppressed counts (<5)."""
    found = _FIGURE.fullmatch(text.strip())
    return None if found is None else Decimal(found[1].replace(",", ""))


def cells(content: Content) -> Iterator[Cell]:
    """Yield every cell but those that begin a row, and the figures of sentences."""
    for table in tables(content):
        heads = [column["head"] for column in table["columns"]]
        where = f"{content['title']} {table['number']}"
        for row in (*table["rows"], *([table["total"]] if table["total"] else [])):
            for head, text in zip(heads[1:], row[1:], strict=True):
                place = f"{where}, {row[0]}, {head}"
                yield Cell(place, row[0], head, table["title"], text)
    for chapter, name, text in content["cells"]:
        place = f"{content['title']} {chapter}, {name}"
        yield Cell(place, label=name, head=name, title="", text=text)


def money(content: Content) -> Iterator[tuple[str, str, str]]:
    """Yield (sentence, figure, 元 or 万元) of every amount that a sentence tells."""
    for sentence in (*sentences(content), *content.get("summary", ())):
        for amount, of in _MONEY.findall(sentence):
            yield sentence, amount, of
