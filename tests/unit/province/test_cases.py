"""What the author of planted cases may ask for, and what the batch then says."""

import csv
import gzip
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claim_review.province import attached, details, registers, tables
from claim_review.province.cases import HOUR, Cases
from claim_review.province.cells import write_table
from claim_review.province.crowd import crowd
from claim_review.province.finishing import finished
from claim_review.province.planting import _joined
from claim_review.province.refunds import refund
from claim_review.province.world import DAY, day_number, first_day, last_day, world
from claim_review.quarters import Quarter

QUARTER = Quarter(2025, 1)
SMALL = world(7, 0.01)


@pytest.fixture
def cases() -> Cases:
    made = new_cases()
    made.visit(made.person(), made.place("county"), made.day())
    return made


def new_cases(quarter: Quarter = QUARTER) -> Cases:
    made = Cases(SMALL, quarter, np.random.default_rng(1))
    made.expected.label = ("X-99", "variant")
    return made


def sent(cases: Cases, folder: Path, columns_of, of_part: bool = True) -> list[dict]:
    """Return the rows of a file of the cases' batch."""
    part, _, whole = finished(cases)
    made, number = columns_of(whole, part if of_part else cases.quarter)
    path = folder / "file.csv.gz"
    write_table(path, [(name, [column]) for name, column in made.items()], [number])
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def iso(day: int) -> str:
    return str(date(1970, 1, 1) + timedelta(days=day))


def completed_months(born: date, on: date) -> int:
    months = (on.year - born.year) * 12 + on.month - born.month
    return months - (on.day < born.day)


@settings(max_examples=60, deadline=None)
@given(months=st.integers(0, 98 * 12), offset=st.integers(0, 89))
def test_a_person_has_the_months_that_were_asked_for(months: int, offset: int):
    cases, on = new_cases(), first_day(QUARTER) + offset
    person = cases.person(months=(months, months), on=on)
    born = date.fromisoformat(iso(cases.cast.of_person(person, "born")))
    assert completed_months(born, date.fromisoformat(iso(on))) == months
    assert (born.month, born.day) != (1, 1)


def test_registers_say_what_was_asked_for_a_person(cases: Cases, tmp_path: Path):
    day = cases.day()
    person = cases.person(
        2,
        born=day_number(date(1980, 1, 1)),
        died=day,
        insured=[(390, day - 400, day - 48), (310, day - 40, None)],
        registered=[("M01600", day - 90, day - 20)],
    )
    cases.visit(person, cases.place("county"), day)
    own = [
        [
            row
            for row in sent(cases, tmp_path, table, of_part=False)
            if row["psn_no"] == id_
        ]
        for id_ in [f"GN{cases.cast.of_person(person, 'number'):08d}"]
        for table in (registers.people, registers.insurances, registers.registrations)
    ]
    assert [(r["brdy"], r["deth_date"], r["surv_stas"]) for r in own[0]] == [
        ("1980-01-01", iso(day), "3")
    ]
    assert [
        (r["insutype"], r["crt_insu_date"], r["paus_insu_date"]) for r in own[1]
    ] == [
        ("390", iso(day - 400), iso(day - 48)),
        ("310", iso(day - 40), ""),
    ]
    assert [(r["opsp_dise_code"], r["enddate"]) for r in own[2]] == [
        ("M01600", iso(day - 20))
    ]


def test_persons_of_two_quarters_are_never_the_same():
    numbers = [
        {
            cases.cast.of_person(cases.person(), "number")
            for cases in [new_cases(quarter)] * 5
        }
        for quarter in (QUARTER, QUARTER.next, QUARTER.next.next)
    ]
    assert not numbers[0] & numbers[1]
    assert not numbers[1] & numbers[2]


def test_an_institution_of_its_own_is_used_by_nobody_else(tmp_path: Path):
    cases = new_cases()
    day = cases.day()
    place = cases.cast.institution("closed", "county", ended=day, beds=7)
    gone = cases.cast.doctor(place, left=day - 10)
    cases.visit(cases.person(), place, day, doctor=gone)
    assert place not in {cases.place("county") for _ in range(30)}
    code = cases.world.places.code[place].decode()
    rows = sent(cases, tmp_path, registers.institutions, of_part=False)
    row = next(row for row in rows if row["fixmedins_code"] == code)
    assert (row["endtime"], row["aprv_bed_cnt"]) == (iso(day), "7")
    doctors = sent(cases, tmp_path, registers.doctors, of_part=False)
    left = [r["nemp_time"] for r in doctors if r["medins_code"] == code]
    assert left.count(iso(day - 10)) == 1


def test_a_lasting_institution_is_the_same_in_every_quarter():
    def code(quarter: Quarter, lasting: bool) -> bytes:
        cases = new_cases(quarter)
        place = cases.cast.institution("grows", "clinic", lasting=lasting)
        return cases.world.places.code[place]

    assert code(QUARTER, lasting=True) == code(QUARTER.next, lasting=True)
    assert code(QUARTER, lasting=False) != code(QUARTER.next, lasting=False)


def test_two_institutions_never_have_one_code():
    cases = new_cases()
    # Some two of three hundred names hit upon one number of ten thousand.
    for number in range(300):
        cases.cast.institution(f"clinic {number}", "clinic", county=0)
    codes = cases.world.places.code.tolist()
    assert len(set(codes)) == len(codes) == len(SMALL.places) + 300


def test_options_of_encounters_and_lines_arrive_in_their_columns(tmp_path: Path):
    cases, at = new_cases(), 20_000 * DAY
    enc = cases.stay(
        cases.person(), cases.place("county"), cases.day(), 3,
        adm_way=3, third_party=1, pay_loc=5, clr_way="40", dise_no="M01600",
        insutype="310",
    )  # fmt: skip
    line = cases.line(
        enc, cases.named("水蛭"), cases.encounters[enc]["begin"] + HOUR, 17.5,
        rx=2, prd_days=2, exec_dept=5, take_home=1, outsourced=1, approved=1,
        used_way="外用", uploaded=at, grade="03", codes=("1" * 20, "2" * 20),
    )  # fmt: skip
    row = sent(cases, tmp_path, details.fee_lines)[line]
    wanted = {
        "cnt": "17.50", "prd_days": "2", "dscg_tkdrug_flag": "1", "etip_flag": "1",
        "hosp_appr_flag": "1", "tcmdrug_used_way": "外用", "chrgitm_lv": "03",
        "crte_time": f"{iso(20_000)} 00:00:00", "bilg_dept_name": "内科",
        "acord_dept_name": "重症医学科", "hilist_name": "水蛭", "list_type": "102",
    }  # fmt: skip
    assert {name: row[name] for name in wanted} == wanted
    setl = sent(cases, tmp_path, tables.settlements)[0]
    assert [setl[n] for n in ("pay_loc", "clr_way", "dise_no", "insutype")] == [
        "5", "40", "M01600", "310",
    ]  # fmt: skip
    mdtrt = sent(cases, tmp_path, tables.encounters)[0]
    assert (mdtrt["adm_way"], mdtrt["ttp_pay_flag"]) == ("3", "1")
    codes = sent(cases, tmp_path, attached.traces)
    assert [row["drug_trac_codg"] for row in codes] == ["1" * 20, "2" * 20]


def test_an_unknown_option_is_refused(cases: Cases):
    person, place, day = cases.person(), cases.place("county"), cases.day()
    with pytest.raises(ValueError, match="an encounter has no"):
        cases.visit(person, place, day, pay_place=5)
    with pytest.raises(ValueError, match="a line has no"):
        cases.line(0, cases.item("drug", 0), day * DAY, price=1)
    with pytest.raises(ValueError, match="an institution has no"):
        cases.cast.institution("x", "clinic", bed=1)


def test_prescriptions_are_numbered_within_their_encounter(tmp_path: Path):
    cases = new_cases()
    for _ in range(2):
        enc = cases.visit(
            cases.person(), cases.place("county"), cases.day(), plain=False
        )
        at = cases.encounters[enc]["begin"]
        for turn in range(4):
            cases.line(enc, cases.item("drug", turn), at + turn, rx=turn // 2)
        cases.line(enc, cases.item("drug", 9), at, rx=-1)
    rows = sent(cases, tmp_path, details.fee_lines)
    numbers = [row["rx_drord_no"] for row in rows]
    assert [numbers.count(number) for number in numbers[:5]] == [2, 2, 2, 2, 2]
    assert numbers[4] == numbers[9] == ""
    assert len(set(numbers) - {""}) == 4


def test_surgery_of_a_stay_has_an_operation_unless_left_out(tmp_path: Path):
    cases, surgery = new_cases(), SMALL.items.in_menu("surgery")[0]
    for kind in ("usual", "own", "none", "refunded"):
        day = cases.day()
        enc = cases.stay(cases.person(), cases.place("county"), day, 4)
        line = cases.line(enc, surgery, (day + 1) * DAY + 14 * HOUR)
        if kind == "own":
            cases.operation(enc, "47.0901", "阑尾切除", cut="1/甲")
        if kind == "none":
            cases.without_operation(enc)
        if kind == "refunded":
            refund(cases, line)
    rows = sent(cases, tmp_path, attached.operations)
    assert [(row["mdtrt_id"][-1], row["oprn_oprt_name"]) for row in rows] == [
        ("0", "示例手术操作"),
        ("1", "阑尾切除"),
    ]
    assert rows[1]["sinc_heal_lv"] == "1/甲"


def test_more_diagnoses_than_two_have_their_kind(tmp_path: Path):
    cases = new_cases()
    enc = cases.visit(
        cases.person(), cases.place("county"), cases.day(),
        dx=cases.dx("S72.000", "股骨颈骨折"), dx2=cases.dx("E11"),
    )  # fmt: skip
    cases.diagnosis(enc, "V43.900")
    cases.diagnosis(enc, "BNW010", "示例中医诊断", kind=2)
    rows = sent(cases, tmp_path, details.diagnoses)
    assert [(r["diag_code"], r["diag_type"], r["maindiag_flag"]) for r in rows] == [
        ("S72.000", "1", "1"),
        ("E11.900", "1", "0"),
        ("V43.900", "1", "0"),
        ("BNW010", "2", "0"),
    ]
    assert len({row["diag_info_id"] for row in rows}) == 4


def test_days_keep_their_distance_from_both_ends():
    cases = new_cases()
    days = {cases.day(before=3, after=60, weekday=5) for _ in range(40)}
    first, last = first_day(QUARTER), last_day(QUARTER)
    assert min(days) >= first + 3
    assert max(days) <= last - 60
    assert {date.fromisoformat(iso(day)).weekday() for day in days} == {5}
    with pytest.raises(ValueError, match="no day"):
        cases.day(before=50, after=50)


def test_a_crowd_is_everyday_care_at_one_institution(tmp_path: Path):
    cases = new_cases()
    place = cases.cast.institution("crowd", "county", lasting=True)
    stays = crowd(cases, place, "stay", 12, lengths=[5] * 12)
    visits = crowd(cases, place, "visit", 30)
    cases.signal(place, "stays of five days", "length_of_stay")
    code = cases.world.places.code[place].decode()
    rows = sent(cases, tmp_path, tables.settlements)
    assert len(rows) == len(stays) + len(visits) == 42
    assert {row["fixmedins_code"] for row in rows} == {code}
    assert len({row["psn_no"] for row in rows}) == 42
    lines = sent(cases, tmp_path, details.fee_lines)
    assert len(lines) > 500
    truth = finished(cases)[1]
    assert [(t.kind, t.variant, t.fixmedins_code, t.setl_id) for t in truth] == [
        ("planted_signal", "length_of_stay", code, "")
    ]


def test_every_item_of_a_list_can_be_charged():
    names = {name.decode() for name in SMALL.items.name.tolist()}
    assert {
        "三七粉",
        "黄芪",
        "白附片",
        "重组人脑利钠肽",
        "人工晶体",
        "度拉糖肽",
    } <= names
    assert len(names) == len(SMALL.items)
    assert len(set(SMALL.items.code.tolist())) == len(SMALL.items)


def test_modules_of_the_folder_are_found_by_their_names():
    hits = _joined("HITS")
    assert {"P-26", "M-20", "D-01"} <= hits.keys()
    assert set(hits["P-26"]) >= {"two_units_on_one_line"}
