"""What the daily run takes from the drop folder."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from tests.integration.cases import casework
from tests.integration.platform.conftest import SHOWN
from tests.integration.platform.deliveries import (
    APPEALED,
    DECIDED,
    DOCUMENT,
    LATER,
    SUSPECT,
    rows,
    table,
    write,
)

from claim_review.platform.delivery import PlatformRefusedError
from claim_review.platform.taking import take_in_all


@pytest.fixture
def url(make_database: Callable[[], str]) -> str:
    """A warehouse in which case A waits for its dispatch."""
    url = casework.warehouse(make_database, SHOWN)
    with psycopg.connect(url) as connection:
        casework.opened(connection, "A").goes_to("S30")
    return url


def sent(folder: Path, cells: dict[str, str], made_at=LATER) -> Path:
    tables = {"doc_d": table([DOCUMENT]), "doc_suspt_d": table([SUSPECT | cells])}
    return write(folder, tables, made_at)


def state(url: str) -> str:
    with psycopg.connect(url) as connection:
        return rows(connection, "select review.state_of('A')")[0][0]


def test_a_wrong_delivery_keeps_no_other_out_and_is_told(url, tmp_path):
    sent(tmp_path / "1", {"supn_suspt_stas": "?"})
    sent(tmp_path / "2", DECIDED)
    sent(tmp_path / "3", {"appl_amt": "x"})
    with pytest.raises(PlatformRefusedError) as refusal:
        take_in_all(url, tmp_path, LATER)
    assert "1 is refused:\n  doc_suspt_d.csv line 2, supn_suspt_stas" in str(
        refusal.value
    )
    assert "3 is refused:\n  doc_suspt_d.csv line 2, appl_amt" in str(refusal.value)
    assert "1 other deliveries were taken in" in str(refusal.value)
    assert state(url) == "S80"


def test_a_past_day_takes_in_what_was_made_by_then(url, tmp_path):
    made_at = LATER - timedelta(days=50)
    sent(tmp_path / "b", APPEALED, made_at)
    sent(tmp_path / "a", DECIDED)
    # What is of a later day is wrong on that day.
    sent(tmp_path / "c", {"supn_suspt_stas": "?"})
    (first,) = take_in_all(url, tmp_path, made_at)
    assert (first.folder, first.taken, state(url)) == ("b", 2, "S50")
    (tmp_path / "c" / "manifest.json").unlink()
    taken = take_in_all(url, tmp_path, LATER)
    assert [(each.folder, each.is_new, each.taken) for each in taken] == [
        ("a", True, 1),
        ("b", False, 0),
    ]
    assert [each.is_new for each in take_in_all(url, tmp_path, LATER)] == [False, False]
    assert state(url) == "S80"


def test_an_empty_inbox_is_nothing(url, tmp_path):
    assert take_in_all(url, tmp_path / "nowhere", LATER) == []
