"""F and R figures against numbers computed by hand (kpis.yml), and their sums."""

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg.rows import dict_row
from tests.integration.outcomes import walks
from tests.integration.outcomes.walks import AS_OF

KPIS = walks.numbers("kpis.yml")
COUNTED = [
    *("hits", "suspected_fund_amount", "dispatched", "dispatched_fund_amount"),
    *("appealed", "final", "confirmed", "net_refused_amount", "own_stages"),
]


def kpis(connection: psycopg.Connection, quarter: str = "2025Q1") -> dict[str, dict]:
    with connection.cursor(row_factory=dict_row) as cursor:
        query = "select * from review.process_kpis_at(%s, %s)"
        rows = cursor.execute(query, (AS_OF, quarter)).fetchall()
    return {f"{row['dimension']}/{row['code']}": row for row in rows}


@pytest.mark.parametrize("place", KPIS)
def test_every_figure_is_the_one_computed_by_hand(walked, place):
    row = kpis(walked)[place]
    assert {name: row[name] for name in KPIS[place]} == KPIS[place]


def test_the_figures_by_hand_leave_out_none(walked):
    row = kpis(walked)["total/all"]
    assert set(row) - set(KPIS["total/all"]) == {"dimension", "code"}


def test_each_dimension_adds_up_to_the_total(walked):
    found = kpis(walked)
    total = [found["total/all"][name] for name in COUNTED]
    for dimension in {row["dimension"] for row in found.values()}:
        parts = [row for row in found.values() if row["dimension"] == dimension]
        assert [sum(row[name] for row in parts) for name in COUNTED] == total, dimension


def test_a_quarter_without_cases_has_no_figures(walked):
    assert kpis(walked, "2023Q1") == {}


@given(st.integers(0, 400), st.integers(0, 400))
def test_an_interval_holds_its_share_and_is_that_of_its_counterpart(
    walked_url, part, rest
):
    whole = part + rest
    with psycopg.connect(walked_url) as connection:
        query = "select * from review.wilson(%s, %s)"
        low, high = connection.execute(query, (part, whole)).fetchone()
        less, more = connection.execute(query, (rest, whole)).fetchone()
    if whole == 0:
        assert (low, high) == (None, None)
        return
    assert 0 <= low <= round(part / whole, 4) + 1e-4
    assert round(part / whole, 4) - 1e-4 <= high <= 1
    assert abs(low + more - 1) <= 1e-3
    assert abs(high + less - 1) <= 1e-3
