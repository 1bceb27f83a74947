"""The lists of include/rules/knowledge, as the medical team leaves them."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from claim_review.knowledge_release import LISTS_DIR

# The shapes of macro has_national_code, and what hospitals that send the drug and its
# form only leave of a drug's code.
NATIONAL_CODE = re.compile(
    r"X[A-Z0-9]{22}|X[A-Z0-9]{13}|Z[A-Z0-9]{19}|T[0-9]{9}|[0-9]{15}"
    r"|C[A-Z0-9]{19}|C[A-Z0-9]{26}"
)
CODES = (
    *("med_list_codg", "item_a", "item_b", "item_a_code", "item_b_code"),
    *("parent_code", "service_code"),
)
ICD_PREFIX = re.compile(r"[A-Z]([0-9]([0-9](\.[0-9]{1,3}(X[0-9]{3})?)?)?)?")
OPERATION_PREFIX = re.compile(r"[0-9]{2}(\.[0-9]{1,4}(X[0-9]{3})?)?")
TAIL = ["basis", "source", "published_at", "valid_from", "valid_to", "scope"]
# Columns that name a set, and the list that holds the sets.
SETS = {
    "set_id": "diagnosis_sets",
    "indication_set": "diagnosis_sets",
    "exempt_set": "diagnosis_sets",
    "item_set": "item_sets",
    "first_line_set": "item_sets",
    "parent_set": "item_sets",
}


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def columns_of(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


ALL = {path.stem: path for path in sorted(LISTS_DIR.glob("*.csv"))}
POINTS = [name for name, path in ALL.items() if "kp_id" in columns_of(path)]
ITEMS = [name for name in POINTS if "hilist_name" in columns_of(ALL[name])]
DATED = [name for name, path in ALL.items() if "valid_from" in columns_of(path)]


def cells(names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield where a filled cell of these columns is, and what it says."""
    for name, path in ALL.items():
        for number, row in enumerate(rows_of(path), start=2):
            for column in names:
                if row.get(column):
                    yield f"{name}.csv line {number}, {column}", row[column]


def misshapen(names: tuple[str, ...], shape: re.Pattern[str]) -> list[tuple[str, str]]:
    return [cell for cell in cells(names) if not shape.fullmatch(cell[1])]


def test_every_code_has_the_shape_of_a_national_catalogue() -> None:
    assert misshapen(CODES, NATIONAL_CODE) == []
    assert misshapen(("material_prefix",), re.compile("C[A-Z0-9]{2,26}")) == []


def test_every_prefix_is_the_beginning_of_a_diagnosis_or_operation_code() -> None:
    assert misshapen(("icd_prefix",), ICD_PREFIX) == []
    assert misshapen(("op_prefix",), OPERATION_PREFIX) == []


@pytest.mark.parametrize("name", POINTS)
def test_a_knowledge_point_begins_once_on_a_day(name: str) -> None:
    rows = rows_of(ALL[name])
    begun = Counter((row["kp_id"], row["valid_from"]) for row in rows)
    assert [key for key, times in begun.items() if times > 1 or not all(key)] == []


@pytest.mark.parametrize("name", POINTS)
def test_a_knowledge_point_says_where_it_holds_and_what_it_rests_on(name: str) -> None:
    assert columns_of(ALL[name])[0] == "kp_id"
    assert columns_of(ALL[name])[-len(TAIL) :] == TAIL
    places = {"national", "province", "prefecture"}
    rows = rows_of(ALL[name])
    assert [row["kp_id"] for row in rows if row["scope"] not in places] == []
    assert [row["kp_id"] for row in rows if not (row["basis"] and row["source"])] == []


@pytest.mark.parametrize("name", ITEMS)
def test_an_item_has_a_code_or_a_name_to_be_matched_by_never_both(name: str) -> None:
    rows = rows_of(ALL[name])
    unclear = [
        row["kp_id"]
        for row in rows
        if bool(row["med_list_codg"]) == bool(row["hilist_name"])
    ]
    assert unclear == []
    assert [row["kp_id"] for row in rows if not row["item_name"]] == []


@pytest.mark.parametrize("name", DATED)
def test_no_row_ends_before_it_begins(name: str) -> None:
    for row in rows_of(ALL[name]):
        first = date.fromisoformat(row["valid_from"])
        last = date.fromisoformat(row["valid_to"] or "9999-12-31")
        assert first <= last, row


def test_no_age_ends_before_it_begins() -> None:
    for name in ALL:
        for row in rows_of(ALL[name]):
            if row.get("min_months") and row.get("max_months"):
                assert int(row["min_months"]) <= int(row["max_months"]), row


def test_every_set_that_a_list_names_has_members() -> None:
    members = {
        name: {row["set_id"] for row in rows_of(ALL[name])}
        for name in ("diagnosis_sets", "item_sets")
    }
    unknown = [
        (name, row["kp_id"], row[column])
        for name in POINTS
        if name not in members
        for row in rows_of(ALL[name])
        for column, sets in SETS.items()
        if row.get(column) and row[column] not in members[sets]
    ]
    assert unknown == []


def test_every_threshold_is_a_number_with_a_unit_a_meaning_and_a_source() -> None:
    for row in rows_of(ALL["thresholds"]):
        float(row["value"])
        told = ("unit", "meaning", "basis", "source")
        assert [column for column in told if not row[column]] == [], row


def test_the_readme_says_of_every_list_what_it_lacks() -> None:
    text = (LISTS_DIR / "README.md").read_text(encoding="utf-8")
    assert [name for name in POINTS if f"`{name}`" not in text] == []
