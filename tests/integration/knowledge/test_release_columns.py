"""A release with a point that its list could not hold is refused."""

from pathlib import Path

import pytest
from tests import attachments as files
from tests.integration.knowledge.knowing import (
    CAP_COLUMNS,
    FIRST,
    ITEM,
    fetch,
    release,
    starter_list,
)

from claim_review.knowledge.problems import KnowledgeRefusedError

PAIR_COLUMNS = (
    "kp_id,item_a,item_a_name,item_b,item_b_name,pair_window,bypass,basis,source,"
    "valid_from,valid_to,scope"
)


def problems(url: str, lists: Path) -> list[str]:
    """Return what keeps the lists from becoming a release."""
    with pytest.raises(KnowledgeRefusedError) as refusal:
        release(url, FIRST, lists)
    assert fetch(url, "select from knowledge.release where point_count > 0") == []
    return [str(problem) for problem in refusal.value.problems]


def cap(kp_id: str, cells: str, days: str = "2025-01-01,") -> str:
    return f"{kp_id},{cells},依据,出处,,{days},national"


def test_every_cell_that_does_not_fit_its_column_is_named(
    warehouse_url, tmp_path
) -> None:
    lists = starter_list(
        tmp_path / "lists",
        "daily_caps",
        CAP_COLUMNS,
        cap("c-1", f"{ITEM},甲,两次,日"),
        cap("c-2", f"{files.service(2)},乙,,日"),
        cap("c-3", f"{files.service(3)},丙,1,日"),
    )
    starter_list(
        lists,
        "contained_items",
        PAIR_COLUMNS,
        "p-1,1,甲,2,乙,same_week,0,依据,出处,2025-01-01,,national",
    )

    assert problems(warehouse_url, lists) == [
        "contained_items, p-1, pair_window: 'same_week' is none of "
        "same_day, same_encounter, within_6_hours, same_hour",
        "daily_caps, c-1, max_quantity: '两次' is not of type numeric",
        "daily_caps, c-2, max_quantity: is empty",
    ]


def test_a_column_that_the_list_does_not_have_is_named(warehouse_url, tmp_path) -> None:
    lists = starter_list(
        tmp_path / "lists",
        "daily_caps",
        f"{CAP_COLUMNS},colour",
        cap("c-1", f"{ITEM},甲,1,日") + ",红",
    )

    assert problems(warehouse_url, lists) == [
        "daily_caps, c-1, colour: '红' is no column of it"
    ]


def test_a_point_that_stands_twice_on_one_day_is_named(warehouse_url, tmp_path) -> None:
    lists = starter_list(
        tmp_path / "lists",
        "daily_caps",
        CAP_COLUMNS,
        cap("c-1", f"{ITEM},甲,1,日", "2025-01-01,2025-06-30"),
        cap("c-1", f"{ITEM},甲,2,日", "2025-06-30,"),
        cap("c-2", f"{files.service(2)},乙,1,日", "2025-01-01,2025-06-30"),
        cap("c-2", f"{files.service(2)},乙,2,日", "2025-07-01,"),
    )

    assert problems(warehouse_url, lists) == [
        "daily_caps, c-1, kp_id: 'c-1' has two rows on 2025-06-30"
    ]


def test_a_pair_of_two_ids_is_named_by_its_items(warehouse_url, tmp_path) -> None:
    lists = starter_list(
        tmp_path / "lists",
        "contained_items",
        PAIR_COLUMNS,
        "p-1,1,甲,2,乙,same_day,0,依据,出处,2025-01-01,,national",
        "p-2,1,甲,2,乙,same_day,1,依据,出处,2025-03-01,,national",
    )

    assert problems(warehouse_url, lists) == [
        "contained_items, p-2, item_a, item_b: '1, 2' has two rows on 2025-03-01"
    ]


def test_a_row_without_a_first_day_is_named(warehouse_url, tmp_path) -> None:
    row = cap("c-1", f"{ITEM},甲,1,日", ",")
    lists = starter_list(tmp_path / "lists", "daily_caps", CAP_COLUMNS, row)

    assert problems(warehouse_url, lists) == [
        "daily_caps, c-1, kp_id: 'c-1' has no first day"
    ]


def test_a_row_that_ends_before_it_begins_is_named_by_its_line(
    warehouse_url, tmp_path
) -> None:
    row = cap("c-1", f"{ITEM},甲,1,日", "2025-06-30,2025-06-29")
    lists = starter_list(tmp_path / "lists", "daily_caps", CAP_COLUMNS, row)

    assert problems(warehouse_url, lists) == [
        "line 2, valid_to: '2025-06-29' is before 2025-06-30"
    ]
