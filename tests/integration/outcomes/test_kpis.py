"""F and R figures against numbers computed by hand (kpis.yml), and their sums."""

import psycopg
import pytest
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


def test_an_interval_holds_its_share_and_mirrors_that_of_the_rest(walked):
    found = walked.execute(
        """
        select part, whole, (review.wilson(part, whole)).*,
            (review.wilson(whole - part, whole)).*
        from generate_series(0, 60) as whole
        cross join lateral generate_series(0, whole) as part
        """
    ).fetchall()
    assert found[0][2:] == (None, None, None, None)
    for part, whole, low, high, low_of_rest, high_of_rest in found[1:]:
        assert 0 <= low <= high <= 1, (part, whole)
        assert float(low) <= part / whole + 1e-4
        assert float(high) >= part / whole - 1e-4
        assert abs(low + high_of_rest - 1) <= 2e-4, (part, whole)
        assert abs(high + low_of_rest - 1) <= 2e-4, (part, whole)
