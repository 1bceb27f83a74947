"""Codes that no Chinese list knows: everything is accounted for, nothing is hit."""

import pytest
from tests import pipeline
from tests.batches import encounter, fee_line, settlement, tiny_batch, write_batch

# A review of its own for a few rows.
pytestmark = pytest.mark.slow

QUARTER = "2025Q1"


@pytest.fixture(scope="module")
def url(make_database, tmp_path_factory):
    """A quarter of one settlement with foreign codes and an unlinked refund."""
    folder = tmp_path_factory.mktemp("foreign")
    foreign = {
        "hilist_code": "370442",
        "hilist_name": "kreatinine",
        "med_list_codg": "370442",
        "med_chrgitm_type": "04",
    }
    rows = tiny_batch() | {
        "setl_d": [settlement("S1", "100.00", gend="0")],
        "mdtrt_d": [encounter("M1", dscg_maindiag_code="822")],
        "setl_diag_list_d": [],
        "fee_list_d": [
            fee_line("L1", "S1", "60.00", **foreign),
            fee_line("L2", "S1", "60.00", **foreign),
            fee_line("L3", "S1", "-60.00", cnt="-1", pric="60.00", **foreign),
            fee_line("L4", "S1", "40.00", **foreign | {"med_list_codg": "411100"}),
        ],
    }
    write_batch(folder, "foreign-1", rows)
    url = make_database()
    pipeline.land(url, folder, folder / "quality", QUARTER)
    pipeline.review(url, QUARTER)
    return url


def test_all_rows_are_accounted_for(url):
    for table in pipeline.rows(url, "select * from raw.batch_table"):
        assert table["rows_in_file"] == table["rows_loaded"] + table["rows_set_aside"]


def test_an_unlinked_refund_takes_off_the_last_charge_of_its_day(url):
    lines = pipeline.rows(
        url, "select bkkp_sn, quantity from intermediate.int_fee_lines order by 1"
    )
    assert [(line["bkkp_sn"], int(line["quantity"])) for line in lines] == [
        ("L1", 1),
        ("L4", 1),
    ]


def test_nothing_is_hit_and_unmapped_codes_are_reported(url):
    assert not pipeline.rows(
        url, "select * from marts.fct_rule_hits where verdict <> 'gate'"
    )
    codes = pipeline.rows(
        url, "select med_list_codg, line_count from marts.mart_unmapped_code order by 1"
    )
    assert codes == [
        {"med_list_codg": "370442", "line_count": 1},
        {"med_list_codg": "411100", "line_count": 1},
    ]


def test_list_rules_say_that_they_could_not_judge(url):
    reasons = {
        row["rule_id"]: row["reason"]
        for row in pipeline.rows(
            url, "select rule_id, reason from marts.fct_screening_gap"
        )
    }
    assert reasons["P-26"] == "mapped_item"
    assert reasons["C-01"] == "mapped_item"
    coverage = pipeline.rows(url, "select * from marts.fct_screening_coverage")
    rules = pipeline.rows(url, "select rule_id from marts.dim_rule")
    assert {row["rule_id"] for row in coverage} == {row["rule_id"] for row in rules}
    for row in coverage:
        assert (
            row["settlements_in_scope"]
            == row["settlements_screened"] + row["settlements_not_judged"]
        )
