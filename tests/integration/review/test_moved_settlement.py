"""A correction may move a settlement to another quarter; its hit moves along.

The quarter that lost it has no proof of screening until it is reviewed again.
"""

import pytest
from tests import pipeline
from tests.batches import fee_line, settlement, tiny_batch, write_batch

# Three reviews.
pytestmark = pytest.mark.slow

BED = {"med_list_codg": "001109000010000", "hilist_code": "001109000010000"}


def test_a_hit_of_a_moved_settlement_is_one_hit_in_its_new_quarter(
    warehouse_url, tmp_path
):
    rows = tiny_batch() | {
        "fee_list_d": [
            fee_line("L1", "S1", "50.00", **BED),
            fee_line("L2", "S1", "50.00", **BED),
            fee_line("L3", "S2", "50.50"),
        ]
    }
    write_batch(tmp_path / "landing", "first", rows)
    pipeline.land(warehouse_url, tmp_path / "landing", tmp_path / "q", "2025Q1")
    pipeline.review(warehouse_url, "2025Q1", with_tests=False)
    moved = settlement(
        "S1",
        "100.00",
        setl_time="2025-04-02 11:00:00",
        exch_updt_time="2025-04-05 00:00:00",
    )
    write_batch(
        tmp_path / "landing",
        "second",
        {table: [] for table in rows} | {"setl_d": [moved]},
        kind="correction",
        quarter="2025Q2",
    )
    pipeline.land(warehouse_url, tmp_path / "landing", tmp_path / "q", "2025Q2")
    later = pipeline.AS_OF.replace(year=2026)
    pipeline.review(warehouse_url, "2025Q2", later, with_tests=False)
    hits = pipeline.rows(
        warehouse_url,
        "select quarter, detected_at from marts.fct_rule_hits where rule_id = 'P-26'",
    )
    assert [(hit["quarter"], hit["detected_at"]) for hit in hits] == [
        ("2025Q2", pipeline.AS_OF)
    ]
    assert screened_quarters(warehouse_url) == ["2025Q2"]
    pipeline.review(warehouse_url, "2025Q1", later)
    assert screened_quarters(warehouse_url) == ["2025Q1", "2025Q2"]


def screened_quarters(url: str) -> list[str]:
    found = pipeline.rows(
        url, "select distinct quarter from marts.fct_screening_coverage order by 1"
    )
    return [row["quarter"] for row in found]
