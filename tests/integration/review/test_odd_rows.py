"""Whatever landing lets in, no model stops on: odd rows are counted, not fatal."""

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

QUARTER = "2025Q1"
STAY = {"med_type": "21"}
CEILING = {
    "hilist_code": "001102000010000",
    "hilist_lmtpric_type": "2",
    "begndate": "2025-01-01 00:00:00",
    "enddate": "",
    "insu_admdvs": "623000",
    "hilist_pric_uplmt_amt": "6.00",
    "vali_flag": "1",
}
# What differs from an ordinary settlement, its only fee line and its encounter.
ODD = [
    ({}, {"cnt": "0"}, {}),
    ({}, {"cnt": ""}, {}),
    ({}, {"pric": ""}, {}),
    ({}, {"det_item_fee_sumamt": ""}, {}),
    ({}, {"inscp_amt": ""}, {}),
    ({}, {"inscp_amt": "-5.00"}, {}),
    ({}, {"fee_ocur_time": ""}, {}),
    ({}, {"fee_ocur_time": "9999-12-31 00:00:00"}, {}),
    ({}, {"med_list_codg": "", "hilist_code": "", "hilist_name": ""}, {}),
    ({}, {"mdtrt_id": ""}, {}),
    ({}, {"setl_id": ""}, {}),
    ({"mdtrt_id": ""}, {}, {}),
    ({"psn_no": ""}, {}, {}),
    ({"fixmedins_code": ""}, {}, {}),
    ({"fixmedins_code": "", "setl_time": "2024-08-01 00:00:00"}, {}, {}),
    ({"setl_time": ""}, {}, {}),
    ({"medfee_sumamt": ""}, {}, {}),
    ({"fund_pay_sumamt": "", "hifp_pay": ""}, {}, {}),
    ({"fund_pay_sumamt": "-10.00", "hifp_pay": "-10.00"}, {}, {}),
    ({"hosp_lv": "99", "gend": "", "brdy": ""}, {}, {}),
    ({"med_type": "7777"}, {}, {}),
    ({"init_setl_id": "NOBODY"}, {}, {}),
    (STAY | {"mdtrt_id": "", "fixmedins_code": "H62300100077"}, {}, {}),
    (STAY, {}, STAY | {"begntime": ""}),
    (STAY, {}, STAY | {"endtime": ""}),
    (STAY, {}, STAY | {"begntime": "2025-03-01 00:00:00", "endtime": "2025-02-01"}),
    (STAY, {}, STAY | {"begntime": "0001-01-01", "endtime": "9999-12-31"}),
    (STAY, {}, STAY | {"dscg_maindiag_code": "J'\"\\ {{ x }}", "dscg_way": ""}),
]


def odd_rows() -> dict[str, list[dict[str, str]]]:
    rows = tiny_batch()
    for number, (changed, line, visit) in enumerate(ODD, start=100):
        setl_id, mdtrt_id = f"S{number}", f"M{number}"
        rows["setl_d"].append(settlement(setl_id, "10.00") | changed)
        rows["fee_list_d"].append(fee_line(f"L{number}", setl_id, "10.00") | line)
        rows["mdtrt_d"].append(encounter(mdtrt_id) | visit)
    rows["setl_diag_list_d"].append(diagnosis("D9", "M100", diag_code=""))
    rows["fixmedins_b"].append(institution("X1", hosp_lv="", medins_type=""))
    rows["hilist_lmtpric_d"] = [
        CEILING,
        CEILING | {"insu_admdvs": "620000", "hilist_pric_uplmt_amt": "8.00"},
        CEILING | {"hilist_lmtpric_type": "02", "hilist_pric_uplmt_amt": "7.00"},
        CEILING | {"hilist_code": "X", "hilist_pric_uplmt_amt": ""},
        CEILING | {"hilist_code": "Y", "begndate": "2025-01-01 08:00:00"},
    ]
    return rows


@pytest.fixture(scope="module")
def url(make_database, tmp_path_factory):
    folder = tmp_path_factory.mktemp("odd")
    write_batch(folder, "odd-1", odd_rows())
    url = make_database()
    pipeline.land(url, folder, folder / "quality", QUARTER)
    pipeline.review(url, QUARTER)
    return url


def test_every_row_is_loaded_or_set_aside(url):
    (lines,) = pipeline.rows(
        url, "select * from raw.batch_table where table_name = 'fee_list_d'"
    )
    assert lines["rows_in_file"] == lines["rows_loaded"] + lines["rows_set_aside"]


def test_every_settlement_of_the_quarter_is_counted_by_the_gates(url):
    (current,) = pipeline.rows(
        url,
        """
        select count(*) as settlements from staging.stg_setl_d
        where to_char(setl_time, 'YYYY"Q"Q') = '2025Q1'
        """,
    )
    (gate,) = pipeline.rows(
        url,
        """
        select settlements_screened from marts.fct_screening_coverage
        where rule_id = 'D-01'
        """,
    )
    assert gate["settlements_screened"] == current["settlements"]
    # All but the one of last year and the one without a time of settlement.
    assert current["settlements"] == len(tiny_batch()["setl_d"]) + len(ODD) - 2


def test_of_two_ceilings_of_one_day_the_milder_one_stands(url):
    hits = pipeline.rows(
        url,
        """
        select evidence ->> 'ceiling' as ceiling from marts.fct_rule_hits
        where rule_id = 'P-14'
        """,
    )
    assert {float(hit["ceiling"]) for hit in hits} == {8.0}


def test_a_settlement_without_an_institution_is_shown_as_such(url):
    names = pipeline.rows(url, "select fixmedins_code from marts.dim_institution")
    assert {"fixmedins_code": "未填机构"} in names
