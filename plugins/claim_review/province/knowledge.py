"""The lists of the rule library, as the demo province needs them."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from claim_review.settings import REPO_DIR

LISTS_DIR = REPO_DIR / "include" / "rules" / "knowledge"

# The columns that name an item: its code, its Chinese name.
_NAMED_BY = [
    ("med_list_codg", "hilist_name"),
    ("med_list_codg", "item_name"),
    ("item_a", "item_a_name"),
    ("item_b", "item_b_name"),
    ("item_a_code", "item_a_name"),
    ("item_b_code", "item_b_name"),
    ("service_code", "service_name"),
    ("parent_code", "parent_name"),
    ("", "slice_a"),
    ("", "slice_b"),
]
# What the bureau accepted names items of real lines, not items of rules.
_NO_RULE = {"accepted_exceptions"}


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of the list `name` as they are in its CSV file."""
    with (LISTS_DIR / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def listed_items() -> tuple[tuple[str, str, frozenset[str]], ...]:
    """Return code, name and lists of every item that a list names.

    The code is empty where all lists know the item by its name only.
    """
    codes: dict[str, str] = {}
    lists = defaultdict(set)
    for code, name, listed in _mentions():
        if code:
            codes.setdefault(code, "")
            codes[code] = codes[code] or name
            lists[code].add(listed)
    by_name = {name: code for code, name in codes.items()}
    for code, name, listed in _mentions():
        if not code:
            lists[by_name.get(name, name)].add(listed)
    return tuple(
        (key, codes[key], frozenset(found))
        if key in codes
        else ("", key, frozenset(found))
        for key, found in lists.items()
    )


def lists_of(code: str, name: str) -> frozenset[str]:
    """Return the lists that name the item by its code or its name."""
    return _lists_by_key().get(code) or _lists_by_key().get(name) or frozenset()


@cache
def _lists_by_key() -> dict[str, frozenset[str]]:
    return {code or name: found for code, name, found in listed_items()}


def _mentions() -> Iterator[tuple[str, str, str]]:
    for file in sorted(LISTS_DIR.glob("*.csv")):
        if file.stem in _NO_RULE:
            continue
        for row in rows(file.stem):
            pairs = {
                (row.get(code, ""), row.get(name, ""))
                for code, name in _NAMED_BY
                if row.get(code) or (row.get(name) and code != "med_list_codg")
            }
            if row.get("hilist_name") and not row.get("med_list_codg"):
                pairs = {("", row["hilist_name"])}
            for code, name in sorted(pairs, key=lambda pair: (pair[0], not pair[1])):
                yield code, name, file.stem
