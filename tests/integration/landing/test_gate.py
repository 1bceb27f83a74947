"""What the checks at the door say of a batch, and which of them refuse it."""

from collections import Counter
from pathlib import Path

import pytest
from tests.batches import (
    Rows,
    diagnosis,
    encounter,
    fee_line,
    institution,
    person,
    settlement,
    tiny_batch,
    write_batch,
)
from tests.integration.landing.loading import fetch, load


def _failed(url: str, batch_id: str = "2025Q1-regular-1") -> dict[str, tuple]:
    rows = fetch(
        url,
        "select check_id, failed_rows, total_rows from raw.batch_check "
        "where not passed and batch_id = %s",
        batch_id,
    )
    return {row["check_id"]: (row["failed_rows"], row["total_rows"]) for row in rows}


def test_a_good_batch_passes_every_check(warehouse_url: str, tmp_path: Path) -> None:
    load(warehouse_url, write_batch(tmp_path / "landing"))

    checks = fetch(warehouse_url, "select * from raw.batch_check")
    assert len(checks) > 80
    assert _failed(warehouse_url) == {}


# One odd cell each, and every check that must notice it.
ODD_CELLS = [
    ("setl_d", {"med_type": "10"}, ["setl_d.med_type.known"]),
    ("setl_d", {"insutype": "3"}, ["setl_d.insutype.known"]),
    ("setl_d", {"gend": "3"}, ["setl_d.gend.known"]),
    ("setl_d", {"hosp_lv": "15"}, ["setl_d.hosp_lv.known"]),
    ("setl_d", {"vali_flag": "Y"}, ["setl_d.vali_flag.known"]),
    ("setl_d", {"refd_setl_flag": "2"}, ["setl_d.refd_setl_flag.known"]),
    ("setl_d", {"brdy": "1870-01-01"}, ["setl_d.age_in_years.range"]),
    ("setl_d", {"brdy": ""}, ["setl_d.brdy.filled"]),
    ("setl_d", {"enddate": "2025-02-02"}, ["setl_d.ends_after_begin"]),
    ("setl_d", {"setl_time": "2025-04-17"}, ["setl_d.settled_before_extraction"]),
    ("setl_d", {"hifp_pay": "99.00"}, ["setl_d.fund_is_its_parts"]),
    ("setl_d", {"cash_payamt": "1"}, ["setl_d.personal_is_account_and_cash"]),
    (
        "setl_d",
        {"medfee_sumamt": "99"},
        ["setl_d.total_is_fund_and_personal", "setl_d.total_is_its_lines"],
    ),
    ("setl_d", {"psn_no": "P9"}, ["setl_d.person_is_known"]),
    ("setl_d", {"fixmedins_code": "H9"}, ["setl_d.institution_is_known"]),
    ("setl_d", {"mdtrt_id": "M9"}, ["setl_d.encounter_is_known"]),
    ("fee_list_d", {"med_type": ""}, []),
    ("fee_list_d", {"list_type": "999"}, ["fee_list_d.list_type.known"]),
    ("fee_list_d", {"med_chrgitm_type": "15"}, ["fee_list_d.med_chrgitm_type.known"]),
    ("fee_list_d", {"chrgitm_lv": "4"}, ["fee_list_d.chrgitm_lv.known"]),
    ("fee_list_d", {"med_list_codg": "411100"}, ["fee_list_d.med_list_codg.shape"]),
    ("fee_list_d", {"cnt": "2"}, ["fee_list_d.amount_is_count_times_price"]),
    ("fee_list_d", {"inscp_amt": "1.00"}, ["fee_list_d.amount_is_its_parts"]),
    (
        "fee_list_d",
        {"setl_id": "S9"},
        ["fee_list_d.settlement_is_known", "setl_d.total_is_its_lines"],
    ),
    ("fee_list_d", {"mdtrt_id": "M9"}, ["fee_list_d.encounter_is_known"]),
    (
        "fee_list_d",
        {"fee_ocur_time": "2025-04-17"},
        ["fee_list_d.occurred_before_extraction"],
    ),
    ("mdtrt_d", {"endtime": "2025-02-02"}, ["mdtrt_d.ends_after_begin"]),
    ("setl_diag_list_d", {"diag_type": "4"}, ["setl_diag_list_d.diag_type.known"]),
    (
        "setl_diag_list_d",
        {"mdtrt_id": "M8"},
        ["setl_diag_list_d.encounter_is_known"],
    ),
]


def test_each_odd_cell_is_noticed_by_its_check_and_refuses_nothing(
    warehouse_url: str, tmp_path: Path
) -> None:
    rows = tiny_batch()
    for number, (table, change, _) in enumerate(ODD_CELLS, start=100):
        odd = {
            "setl_d": settlement(f"S{number}"),
            "mdtrt_d": encounter(f"M{number}"),
            "fee_list_d": fee_line(f"L{number}", f"S{number}"),
            "setl_diag_list_d": diagnosis(f"D{number}", f"M{number}"),
        }
        odd[table] |= change
        for name, row in odd.items():
            rows[name].append(row)

    result = load(warehouse_url, write_batch(tmp_path / "landing", rows=rows))

    assert result.status == "loaded"
    expected = Counter(name for _, _, names in ODD_CELLS for name in names)
    found = {name: failed for name, (failed, _) in _failed(warehouse_url).items()}
    # One code of no shape among so many lines is within what a real city has.
    del expected["fee_list_d.med_list_codg.shape"]
    assert found == dict(expected)


def test_zero_padding_and_longer_provincial_codes_are_known(
    warehouse_url: str, tmp_path: Path
) -> None:
    rows = tiny_batch()
    for number, change in enumerate(
        [
            {"med_type": "2105"},
            {"med_type": "140104"},
            {"insutype": "39905"},
            {"hosp_lv": "02"},
            {"hosp_lv": "11"},
            {"gend": "01"},
        ],
        start=100,
    ):
        rows["setl_d"].append(settlement(f"S{number}") | change)
        rows["mdtrt_d"].append(encounter(f"M{number}"))
        rows["fee_list_d"].append(fee_line(f"L{number}", f"S{number}"))

    load(warehouse_url, write_batch(tmp_path / "landing", rows=rows))

    assert _failed(warehouse_url) == {}


def test_lines_without_department_doctor_or_national_code_are_a_warning_in_numbers(
    warehouse_url: str, tmp_path: Path
) -> None:
    rows = tiny_batch()
    rows["fee_list_d"][0] |= {
        "bilg_dept_codg": "",
        "bilg_dr_code": "",
        "med_list_codg": "411100",
    }

    load(warehouse_url, write_batch(tmp_path / "landing", rows=rows))

    assert _failed(warehouse_url) == {
        "fee_list_d.names_department": (1, 3),
        "fee_list_d.names_doctor": (1, 3),
        "fee_list_d.med_list_codg.shape": (1, 3),
    }


def test_a_pharmacy_need_not_name_departments_and_doctors(
    warehouse_url: str, tmp_path: Path
) -> None:
    rows = tiny_batch()
    pharmacy = {"fixmedins_code": "P62300100001"}
    rows["fixmedins_b"].append(institution(**pharmacy, fixmedins_type="2", hosp_lv=""))
    rows["setl_d"][0] |= pharmacy
    for line in rows["fee_list_d"][:2]:
        line |= pharmacy | {"bilg_dept_codg": "", "bilg_dr_code": ""}

    load(warehouse_url, write_batch(tmp_path / "landing", rows=rows))

    assert _failed(warehouse_url) == {}


def test_a_stay_without_diagnosis_is_a_warning(
    warehouse_url: str, tmp_path: Path
) -> None:
    rows = tiny_batch()
    rows["mdtrt_d"].append(encounter("M3", med_type="2101", dscg_way="1"))
    rows["mdtrt_d"].append(encounter("M4", med_type="21", dscg_way="7"))
    rows["setl_diag_list_d"].append(diagnosis("D2", "M4"))

    load(warehouse_url, write_batch(tmp_path / "landing", rows=rows))

    assert _failed(warehouse_url) == {
        "mdtrt_d.stay_has_diagnosis": (1, 2),
        "mdtrt_d.dscg_way.known": (1, 2),
    }


def test_a_reference_to_an_earlier_batch_is_known(
    warehouse_url: str, tmp_path: Path
) -> None:
    load(warehouse_url, write_batch(tmp_path / "landing"))
    rows = {name: [] for name in tiny_batch()} | {
        "fee_list_d": [fee_line("L9", "S1")],
        "setl_d": [settlement("S9", mdtrt_id="M1")],
    }
    folder = write_batch(tmp_path / "landing", "late", rows=rows, kind="late")

    assert load(warehouse_url, folder).status == "loaded"
    assert _failed(warehouse_url, "late") == {}


def test_a_late_batch_may_bring_a_settlement_without_its_lines(
    warehouse_url: str, tmp_path: Path
) -> None:
    rows = tiny_batch() | {"fee_list_d": []}
    landing = tmp_path / "landing"
    load(warehouse_url, write_batch(landing, "late", rows=rows, kind="late"))
    load(warehouse_url, write_batch(landing, "regular", rows=rows))

    assert _failed(warehouse_url, "late") == {}
    assert _failed(warehouse_url, "regular") == {"setl_d.total_is_its_lines": (2, 2)}


def test_negative_amounts_need_something_to_reverse(
    warehouse_url: str, tmp_path: Path
) -> None:
    rows = tiny_batch()
    rows["setl_d"] += [
        settlement("S3", "-100.00", init_setl_id="S1", refd_setl_flag="1"),
        settlement("S4", "-100.00"),
    ]
    rows["mdtrt_d"] += [encounter("M3"), encounter("M4")]
    rows["fee_list_d"] += [
        fee_line("L4", "S3", "-100.00", cnt="-1"),
        fee_line("L5", "S4", "-100.00", cnt="-1"),
    ]

    load(warehouse_url, write_batch(tmp_path / "landing", rows=rows))

    assert _failed(warehouse_url) == {
        "setl_d.negative_reverses": (1, 4),
        "fee_list_d.negative_names_original": (1, 2),
    }


def test_a_reversal_may_come_without_lines_of_its_own(
    warehouse_url: str, tmp_path: Path
) -> None:
    rows = tiny_batch()
    reversal = settlement("S3", "-100.00", init_setl_id="S1", refd_setl_flag="1")
    rows["setl_d"].append(reversal)
    rows["mdtrt_d"].append(encounter("M3"))

    load(warehouse_url, write_batch(tmp_path / "landing", rows=rows))

    assert _failed(warehouse_url) == {}


def test_a_line_that_was_sent_twice_counts_once_in_its_settlement(
    warehouse_url: str, tmp_path: Path
) -> None:
    rows = tiny_batch()
    rows["fee_list_d"].append(rows["fee_list_d"][0])

    load(warehouse_url, write_batch(tmp_path / "landing", rows=rows))

    assert _failed(warehouse_url) == {}


def _many(**changes: str) -> Rows:
    """Return a batch with 101 more settlements of one line, changed."""
    rows = tiny_batch()
    numbers = range(1000, 1101)
    rows["setl_d"] += [settlement(f"S{n}") | changes for n in numbers]
    rows["mdtrt_d"] += [encounter(f"M{n}") for n in numbers]
    rows["fee_list_d"] += [fee_line(f"L{n}", f"S{n}") for n in numbers]
    return rows


def _reused_keys() -> Rows:
    rows = _many()
    for line in rows["fee_list_d"]:
        line["bkkp_sn"] = "1"
    return rows


def _of_another_quarter() -> Rows:
    rows = tiny_batch()
    for row in rows["setl_d"]:
        row["setl_time"] = "2024-12-31 23:59:59"
    return rows


CRITICAL = {
    "totals do not match the lines": (
        _many(medfee_sumamt="101.00", psn_pay="1.00", cash_payamt="1.00"),
        "check setl_d.total_is_its_lines.mostly failed: "
        "101 of 103 rows, at most 100 may",
    ),
    "settlements name no person": (
        _many(psn_no=""),
        "check setl_d.psn_no.filled failed: 101 of 103 rows, at most 100 may",
    ),
    "settlements name no institution": (
        _many(fixmedins_code=""),
        "check setl_d.fixmedins_code.filled failed: 101 of 103 rows, at most 100 may",
    ),
    "line keys are shared by encounters": (
        _reused_keys(),
        "check batch.reused_line_keys failed: found 103",
    ),
    "no settlement is of the quarter": (
        _of_another_quarter(),
        "check batch.settlements_of_quarter failed: found 0",
    ),
}


@pytest.mark.parametrize("case", CRITICAL)
def test_a_useless_batch_is_refused_with_the_figures(
    case: str, warehouse_url: str, tmp_path: Path
) -> None:
    rows, reason = CRITICAL[case]

    result = load(warehouse_url, write_batch(tmp_path / "landing", rows=rows))

    assert result.status == "refused"
    assert reason in result.reason
    assert fetch(warehouse_url, "select * from raw.setl_d") == []
    critical = fetch(
        warehouse_url,
        "select * from raw.batch_check where severity = 'critical' and not passed",
    )
    assert critical
    assert "关键" in result.quality_page.read_text("utf-8")


def test_the_quality_page_is_one_chinese_file_that_loads_nothing(
    warehouse_url: str, tmp_path: Path
) -> None:
    rows = tiny_batch()
    rows["setl_d"][0] |= {"gend": "<b>7</b>"}
    rows["psn_info_b"].append(person("PERSON2", brdy="1970-02-30"))

    result = load(warehouse_url, write_batch(tmp_path / "landing", rows=rows))

    assert result.quality_page == tmp_path / "quality" / "2025Q1-regular-1.html"
    page = result.quality_page.read_text("utf-8")
    assert "性别在国家代码表内" in page
    assert "&lt;b&gt;7&lt;/b&gt;" in page
    assert "日期或时间不存在" in page
    assert "第3行“1970-02-30”" in page
    assert not any(word in page for word in ("http", "<script", "<link", "url("))
