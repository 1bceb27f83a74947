"""What a layout states is what its list has columns for."""

import csv

import pytest

from claim_review.knowledge.layouts import Layout, layouts, lists
from claim_review.knowledge_release import LISTS_DIR

# Fields of every layout that are no column of a list.
ANYWHERE = {
    *("number", "detection_logic", "note", "override_of", "basis_text"),
    *("item_code", "item_name", "declared_codes", "unused"),
}


def columns(list_id: str) -> set[str]:
    path = LISTS_DIR / f"{list_id}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return set(next(csv.reader(file)))


def facts_of(layout: Layout) -> set[str]:
    read = {reading.fact for reading in layout.readings}
    return {*layout.facts, *read, *(c.field for c in layout.columns)} - ANYWHERE


@pytest.mark.parametrize("layout", layouts(), ids=lambda layout: layout.id)
def test_every_fact_of_a_layout_is_a_column_of_its_list(layout) -> None:
    assert facts_of(layout) <= columns(layout.list.id)


@pytest.mark.parametrize("known", lists().values(), ids=lambda known: known.id)
def test_a_list_names_its_columns_as_the_csv_does(known) -> None:
    named = {known.name, *known.key, *known.point, *known.default}
    coded = {layout.codes != "none" for layout in layouts() if layout.list == known}
    assert named | ({known.code} if True in coded else set()) <= columns(known.id)
