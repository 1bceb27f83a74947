"""The registers that come with every batch: people, institutions, catalogue."""

from datetime import date

import numpy as np

from claim_review.province.catalogue import ceilings, ended_on
from claim_review.province.cells import (
    constant,
    day,
    decimal,
    looked_up,
    numbered,
    stamp,
    text,
)
from claim_review.province.diagnoses import DEPARTMENT_CODES, DEPARTMENT_NAMES
from claim_review.province.people import ADMDVS, BEGAN, NO_DATE, People
from claim_review.province.tables import CHRONIC_CODES, CHRONIC_NAMES, File
from claim_review.province.world import World, day_number, last_second
from claim_review.quarters import Quarter

# Of each person at most so many insurances and registrations.
_EACH = 10


def institutions(world: World, quarter: Quarter) -> tuple[File, int]:
    """Return the columns of fixmedins_b."""
    places = world.places
    number = len(places)
    kind = np.where(places.group == "pharmacy", b"2", b"1")
    limits = np.array([b"1", b"1", b"2", b"3"])
    return {
        "fixmedins_code": text(places.code),
        "fixmedins_name": text(places.name),
        "fixmedins_type": text(kind),
        "medins_type": text(places.medins_type),
        "hosp_lv": text(places.hosp_lv),
        "lmtpric_hosp_lv": looked_up(places.level, limits),
        "fix_blng_admdvs": looked_up(places.county, ADMDVS),
        "begntime": day(places.began),
        "endtime": day(places.ended),
        "aprv_bed_cnt": looked_up(places.beds, _numbers(places.beds)),
        "medins_natu": text(np.where(places.public, b"1", b"2")),
        "vali_flag": constant("1", number),
    }, number


def people(world: World, quarter: Quarter) -> tuple[File, int]:
    """Return the columns of psn_info_b: all insured, living and dead."""
    insured = world.people
    number = len(insured)
    alive = insured.died == NO_DATE
    return {
        "psn_no": numbered("GN", insured.number, 8),
        "psn_name": numbered("参保人", insured.number, 8),
        "gend": decimal(insured.gend, 0),
        "brdy": day(insured.born),
        "surv_stas": text(np.where(alive, b"1", b"3")),
        "deth_date": day(insured.died),
        "live_admdvs": text(_villages(insured)),
        "vali_flag": constant("1", number),
    }, number


def doctors(world: World, quarter: Quarter) -> tuple[File, int]:
    """Return the columns of dr_info_b."""
    known = np.flatnonzero(world.doctors.registered)
    doctors = world.doctors
    place, department = doctors.institution[known], doctors.department[known]
    number = len(known)
    return {
        "dr_code": text(doctors.code[known]),
        "dr_name": numbered("医师", known, 5),
        "medins_code": looked_up(place, world.places.code),
        "medins_name": looked_up(place, world.places.name),
        "dr_prac_scp_code": looked_up(department, DEPARTMENT_CODES),
        "dr_prac_scp_name": looked_up(department, DEPARTMENT_NAMES),
        "mul_prac_flag": decimal(doctors.multi[known], 0),
        "prac_stas": text(doctors.status[known]),
        "nemp_time": day(doctors.left[known]),
        "cntr_begntime": day(doctors.began[known]),
        "cntr_endtime": day(doctors.until[known]),
        "vali_flag": constant("1", number),
        "exch_updt_time": stamp(np.full(number, last_second(quarter))),
    }, number


def insurances(world: World, quarter: Quarter) -> tuple[File, int]:
    """Return the columns of psn_insu_d: one insurance per person unless said so."""
    insured = world.people
    usual = np.ones(len(insured), bool)
    usual[list(world.own.insured)] = False
    person = np.flatnonzero(usual)
    own = [
        (person, turn, *insurance)
        for person, insurances in world.own.insured.items()
        for turn, insurance in enumerate(insurances)
    ]
    more = np.array(own, np.int64).reshape(-1, 5).T
    kind = np.where(insured.employee[person], 310, 390)
    first = np.maximum(BEGAN, insured.born[person])
    last = insured.died[person]
    person = np.concatenate([person, more[0]])
    turn = np.concatenate([np.zeros(len(last), np.int64), more[1]])
    kind = np.concatenate([kind, more[2]])
    first = np.concatenate([first, more[3]]).astype(np.int32)
    last = np.concatenate([last, more[4]]).astype(np.int32)
    number = len(person)
    return {
        "psn_insu_rlts_id": numbered("RL", insured.number[person] * _EACH + turn, 9),
        "psn_no": numbered("GN", insured.number[person], 8),
        "insutype": decimal(kind, 0),
        "crt_insu_date": day(first),
        "paus_insu_date": day(last),
        "psn_insu_stas": text(np.where(last == NO_DATE, b"1", b"4")),
        "insu_admdvs": looked_up(insured.admdvs[person], ADMDVS),
        "vali_flag": constant("1", number),
    }, number


def registrations(world: World, quarter: Quarter) -> tuple[File, int]:
    """Return the columns of opsp_reg_d: who is registered for chronic care."""
    insured = world.people
    person = np.flatnonzero(insured.chronic)
    own = [
        (person, turn, *registration)
        for person, registrations in world.own.registered.items()
        for turn, registration in enumerate(registrations)
    ]
    usual = len(person)
    more = np.array([(p, t, a, b) for p, t, _, a, b in own], np.int64)
    more = more.reshape(-1, 4).T
    names = dict(zip(CHRONIC_CODES.tolist(), CHRONIC_NAMES.tolist(), strict=True))
    told = [row[2].encode() for row in own]
    code = [*CHRONIC_CODES[person % 2].tolist(), *told]
    name = [names.get(c, "示例慢特病".encode()) for c in code]
    first = np.concatenate([np.full(usual, BEGAN), more[2]]).astype(np.int32)
    last = np.concatenate([np.full(usual, NO_DATE), more[3]]).astype(np.int32)
    person = np.concatenate([person, more[0]])
    turn = np.concatenate([np.zeros(usual, np.int64), more[1]])
    number = len(person)
    return {
        "trt_dcla_detl_sn": numbered("TR", insured.number[person] * _EACH + turn, 9),
        "psn_no": numbered("GN", insured.number[person], 8),
        "opsp_dise_code": text(np.array(code, bytes)),
        "opsp_dise_name": text(np.array(name, bytes)),
        "begndate": day(first),
        "enddate": day(last),
        "insu_admdvs": looked_up(insured.admdvs[person], ADMDVS),
        "vali_flag": constant("1", number),
        "exch_updt_time": stamp(np.full(number, last_second(quarter))),
    }, number


def catalogue(world: World, quarter: Quarter) -> tuple[File, int]:
    """Return the columns of hilist_b: the catalogue without the local items."""
    items = world.items
    listed = np.flatnonzero(~np.isin(items.menu, ["local", "surcharge", "unlisted"]))
    number = len(listed)
    end = np.full(len(items), NO_DATE, np.int32)
    for item, last in ended_on(items, quarter).items():
        end[item] = day_number(last)
    return {
        "hilist_code": looked_up(listed, items.hilist_code),
        "hilist_name": looked_up(listed, items.name),
        "insu_admdvs": constant("623000", number),
        "begndate": day(np.full(number, BEGAN, np.int32)),
        "enddate": day(end[listed]),
        "med_chrgitm_type": looked_up(listed, items.charge_type),
        "chrgitm_lv": looked_up(listed, items.grade),
        "list_type": looked_up(listed, items.list_type),
        "lmt_used_flag": constant("0", number),
        "vali_flag": constant("1", number),
        "exch_updt_time": stamp(np.full(number, last_second(quarter))),
    }, number


def price_ceilings(world: World, quarter: Quarter) -> tuple[File, int]:
    """Return the columns of hilist_lmtpric_d as known at the end of the quarter."""
    rows = ceilings(world.items, quarter)
    number = len(rows)
    item = np.array([row["item"] for row in rows])
    return {
        "hilist_code": looked_up(item, world.items.hilist_code),
        "hilist_lmtpric_type": decimal(np.array([row["level"] for row in rows]), 0),
        "insu_admdvs": constant("623000", number),
        "begndate": stamp(_midnights([row["begin"] for row in rows])),
        "enddate": stamp(_midnights([row["end"] for row in rows])),
        "hilist_pric_uplmt_amt": decimal(np.array([r["amount"] for r in rows]), 4),
        "overlmt_dspo_way": constant("1", number),
        "tabname": constant("TRT_SERV_B", number),
        "vali_flag": constant("1", number),
        "exch_updt_time": stamp(np.full(number, last_second(quarter))),
    }, number


def _numbers(values: np.ndarray) -> np.ndarray:
    return np.array([str(n).encode() for n in range(int(values.max()) + 1)])


def _villages(insured: People) -> np.ndarray:
    """Return where each person lives: county, township and village."""
    village = insured.village.astype("S6")
    return np.char.add(ADMDVS[insured.county], village)


def _midnights(days: list[date | None]) -> np.ndarray:
    moments = np.array(days, dtype="datetime64[s]")
    return np.where(np.isnat(moments), -1, moments.astype(np.int64))
