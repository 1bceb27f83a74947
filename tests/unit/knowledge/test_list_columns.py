"""What freezing asks of a list is what the list's yml says."""

import pytest
import yaml

from claim_review.knowledge.layouts import lists
from claim_review.knowledge.list_columns import columns, keys
from claim_review.knowledge_release import LISTS_DIR

UNDERSTOOD = {"not_null", "is_one_of", "accepted_values", "validity_does_not_overlap"}


def column(list_id: str, name: str) -> dict:
    (found,) = [c for c in columns() if (c["list_id"], c["name"]) == (list_id, name)]
    return found


@pytest.mark.parametrize(
    ("list_id", "name", "kind", "is_filled", "allowed"),
    [
        ("daily_caps", "max_quantity", "numeric", True, None),
        ("daily_caps", "valid_to", "date", False, None),
        ("level_limited_drugs", "min_level", "int", True, ["2", "3"]),
        ("sex_limited_drugs", "allowed_gend", "text", True, ["1", "2"]),
    ],
)
def test_a_column_is_as_its_yml_says(list_id, name, kind, is_filled, allowed) -> None:
    said = column(list_id, name)
    assert (said["type"], said["is_filled"], said["allowed"]) == (
        *(kind, is_filled, allowed),
    )


def test_a_list_may_have_several_keys() -> None:
    pairs = [key["columns"] for key in keys() if key["list_id"] == "contained_items"]
    assert pairs == [["kp_id"], ["item_a", "item_b"]]


def test_every_list_that_an_attachment_fills_is_described() -> None:
    described = {said["list_id"] for said in columns()}
    assert set(lists()) <= described
    assert {key["list_id"] for key in keys()} == described


def test_no_test_of_a_list_of_points_is_one_that_freezing_does_not_know() -> None:
    asked = {
        test if isinstance(test, str) else next(iter(test))
        for path in LISTS_DIR.glob("_*.yml")
        for seed in yaml.safe_load(path.read_text("utf-8"))["seeds"]
        if "kp_id" in seed["config"]["column_types"]
        for entry in (seed, *seed["columns"])
        for test in entry.get("data_tests", ())
    }
    assert asked <= UNDERSTOOD
