"""What the demo province invents for empty lists is plainly invented and fits them."""

import csv
from pathlib import Path

import pytest
from tests.unit.test_lists import CODES, NATIONAL_CODE, SETS

from claim_review.province import knowledge
from claim_review.province.knowledge import INVENTED_DIR, LISTS_DIR

FILES = sorted(INVENTED_DIR.glob("*.csv"))
NAMES = (
    *("item_name", "hilist_name", "material_name", "service_name", "parent_name"),
    *("item_a_name", "item_b_name", "operation_name", "slice_a", "slice_b"),
)


def header_of(path: Path) -> str:
    return path.read_text(encoding="utf-8").partition("\n")[0]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_list_has_the_columns_of_the_librarys_list(path: Path):
    assert header_of(path) == header_of(LISTS_DIR / path.name)
    assert header_of(path).startswith("kp_id,")
    assert path.read_bytes().endswith(b"\n")
    assert b"\r" not in path.read_bytes()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_in_it_can_be_taken_for_a_real_list(path: Path):
    for row in rows_of(path):
        assert row["kp_id"].startswith("demo-"), row
        assert "示例" in row["source"], row
        named = [row[column] for column in NAMES if row.get(column)]
        assert [name for name in named if "示例" not in name] == [], row


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_its_points_are_new_and_its_codes_have_a_national_shape(path: Path):
    rows = rows_of(path)
    known = {row["kp_id"] for row in rows_of(LISTS_DIR / path.name)}
    assert len({row["kp_id"] for row in rows} - known) == len(rows)
    codes = [row[column] for row in rows for column in CODES if row.get(column)]
    assert [code for code in codes if not NATIONAL_CODE.fullmatch(code)] == []


def test_every_set_that_an_invented_row_names_has_members():
    for path in FILES:
        for row in rows_of(path):
            for column, sets in SETS.items():
                if path.stem not in SETS.values() and row.get(column):
                    members = {member["set_id"] for member in knowledge.rows(sets)}
                    assert row[column] in members, row
