"""The lists that the demo province is judged by: those of the library, and its own.

What no public list names the province invents, in `lists/<list>.csv` beside this
file: items 示例…, points demo-…. None of it is ever a starter row.
"""

import csv
import shutil
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path

import psycopg

from claim_review.knowledge.release import freeze
from claim_review.knowledge_release import LISTS_DIR, list_hashes

INVENTED_DIR = Path(__file__).parent / "lists"
# The first quarter of a demo; a release judges the quarters after it too.
QUARTER = "2025Q1"
RELEASED_BY = "demo province"

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
    """Return the rows of the list `name`: of the library, then the province's own."""
    found: list[dict[str, str]] = []
    for folder in (LISTS_DIR, INVENTED_DIR):
        path = folder / f"{name}.csv"
        if folder == LISTS_DIR or path.exists():
            with path.open(encoding="utf-8", newline="") as file:
                found += csv.DictReader(file)
    return tuple(found)


def write_lists(folder: Path):
    """Write the lists of the library with the province's own rows after theirs."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(LISTS_DIR, folder)
    for own in sorted(INVENTED_DIR.glob("*.csv")):
        _, _, lines = own.read_text(encoding="utf-8").partition("\n")
        with (folder / own.name).open("a", encoding="utf-8", newline="") as file:
            file.write(lines)


def release(connection: psycopg.Connection, folder: Path, now: datetime):
    """Freeze the lists, written to `folder`, as the release that judges the demo.

    Lists that have changed since are frozen as its next version. Nothing is done
    while the newest version holds them already, or is not the province's: somebody
    who tries his own release on the demo is judged by that one.
    """
    write_lists(folder)
    newest = connection.execute(
        """
        select split_part(release_id, '.v', 2)::integer as version, released_by, lists
        from knowledge.release
        where release_id like %s
        order by version desc
        limit 1
        """,
        (f"kb_{QUARTER}.v%",),
    ).fetchone()
    version, by, lists = newest or (0, RELEASED_BY, None)
    if by == RELEASED_BY and lists != list_hashes(folder):
        name = f"kb_{QUARTER}.v{version + 1}"
        freeze(connection, name, RELEASED_BY, "示例清单，不是正式知识库", now, folder)


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
