"""A stay may be hit again a quarter later; it is never refused beyond its payment."""

from decimal import Decimal

import psycopg
import pytest
from tests import pipeline
from tests.batches import (
    diagnosis,
    encounter,
    fee_line,
    institution,
    settlement,
    tiny_batch,
    write_batch,
)

from claim_review.review.cases import open_cases

# Two reviews of whole quarters.
pytestmark = pytest.mark.slow

BED = {"med_list_codg": "001109000010000", "hilist_code": "001109000010000"}
STAY = {"med_type": "21"}


def stay(number: int, place: str, begin: str, end: str, settled: str) -> dict:
    """Return the rows of a stay with bed fees of 50 yuan on its first day."""
    ids = {"fixmedins_code": place} | STAY
    lines = [
        fee_line(f"L{number}{n}", f"S{number}", "50.00", **BED)
        | ids
        | {"fee_ocur_time": f"{begin} 10:00:00"}
        for n in range(2 * number)
    ]
    total = f"{100 * number}.00"
    return {
        "setl_d": [settlement(f"S{number}", total) | ids | {"setl_time": settled}],
        "mdtrt_d": [
            encounter(f"M{number}")
            | ids
            | {"begntime": f"{begin} 09:00:00", "endtime": f"{end} 09:00:00"}
        ],
        "fee_list_d": lines,
        "setl_diag_list_d": [diagnosis(f"D{number}", f"M{number}")],
        "fixmedins_b": [institution(place)],
        "psn_info_b": tiny_batch()["psn_info_b"],
    }


def test_a_stay_hit_in_two_quarters_is_refused_once(warehouse_url, tmp_path):
    landing, quality = tmp_path / "landing", tmp_path / "q"
    first = stay(1, "H1", "2025-03-10", "2025-03-24", "2025-03-24 10:00:00")
    second = stay(2, "H2", "2025-03-15", "2025-03-31", "2025-04-02 10:00:00")
    write_batch(landing, "first", first)
    pipeline.land(warehouse_url, landing, quality, "2025Q1")
    pipeline.review(warehouse_url, "2025Q1", with_tests=False)
    write_batch(landing, "second", second, quarter="2025Q2")
    pipeline.land(warehouse_url, landing, quality, "2025Q2")
    pipeline.review(warehouse_url, "2025Q2")
    refused = {
        (row["quarter"], row["rule_id"]): row["attributed_fund_amount"]
        for row in pipeline.rows(
            warehouse_url,
            """
            select quarter, rule_id, hit_fund_amount, attributed_fund_amount
            from marts.fct_rule_hits where setl_id = 'S1' and verdict <> 'gate'
            """,
        )
    }
    # One bed fee too many in the first quarter; the rest of the stay in the second.
    assert refused == {
        ("2025Q1", "P-26"): Decimal("50.00"),
        ("2025Q2", "M-20"): Decimal("50.00"),
    }
    assert opened(warehouse_url) == [
        ("2025Q1", "P-26", Decimal("50.00"), Decimal("100.00")),
        ("2025Q2", "M-20", Decimal("100.00"), Decimal("100.00")),
    ]


def opened(url: str) -> list[tuple]:
    """Open the cases of both quarters; return those of the stay with their caps."""
    with psycopg.connect(url) as connection:
        for quarter in ("2025Q1", "2025Q2"):
            open_cases(connection, quarter, pipeline.AS_OF)
        return connection.execute(
            """
            select quarter, rule_id, line_fund_cap, settlement_fund_cap
            from review.hit
            inner join review.hit_state using (hit_id)
            where setl_id = 'S1' and state = 'S10' order by 1, 2
            """
        ).fetchall()
