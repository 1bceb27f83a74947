"""The registers that come with every batch: people, institutions, catalogue."""

from datetime import date

import numpy as np

from claim_review.province.catalogue import ceilings
from claim_review.province.cells import (
    constant,
    day,
    decimal,
    looked_up,
    numbered,
    stamp,
    text,
)
from claim_review.province.diagnoses import DEPARTMENT_CODES, DEPARTMENTS
from claim_review.province.people import ADMDVS, NO_DATE
from claim_review.province.tables import File
from claim_review.province.world import World, last_second
from claim_review.quarters import Quarter

_BEGAN = 1_577_836_800  # 2020-01-01


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
        "begntime": stamp(np.full(number, _BEGAN)),
        "endtime": stamp(np.full(number, -1)),
        "vali_flag": constant("1", number),
    }, number


def people(world: World, quarter: Quarter) -> tuple[File, int]:
    """Return the columns of psn_info_b: all insured, living and dead."""
    insured = world.people
    number = len(insured)
    alive = insured.died == NO_DATE
    return {
        "psn_no": numbered("GN", np.arange(number), 8),
        "psn_name": numbered("参保人", np.arange(number), 6),
        "gend": decimal(insured.gend, 0),
        "brdy": day(insured.born),
        "surv_stas": text(np.where(alive, b"1", b"3")),
        "deth_date": day(insured.died),
        "vali_flag": constant("1", number),
    }, number


def doctors(world: World, quarter: Quarter) -> tuple[File, int]:
    """Return the columns of dr_info_b."""
    number = len(world.doctors.code)
    names = np.array([name.encode() for name in DEPARTMENTS.values()])
    return {
        "dr_code": text(world.doctors.code),
        "dr_name": numbered("医师", np.arange(number), 5),
        "medins_code": looked_up(world.doctors.institution, world.places.code),
        "medins_name": looked_up(world.doctors.institution, world.places.name),
        "dr_prac_scp_code": looked_up(world.doctors.department, DEPARTMENT_CODES),
        "dr_prac_scp_name": looked_up(world.doctors.department, names),
        "prac_stas": constant("1", number),
        "vali_flag": constant("1", number),
        "exch_updt_time": stamp(np.full(number, last_second(quarter))),
    }, number


def insurances(world: World, quarter: Quarter) -> tuple[File, int]:
    """Return the columns of psn_insu_d: one insurance per person."""
    insured = world.people
    number = len(insured)
    ended = np.where(insured.died == NO_DATE, NO_DATE, insured.died)
    return {
        "psn_insu_rlts_id": numbered("RL", np.arange(number), 8),
        "psn_no": numbered("GN", np.arange(number), 8),
        "insutype": text(np.where(insured.employee, b"310", b"390")),
        "crt_insu_date": stamp(np.full(number, _BEGAN)),
        "paus_insu_date": day(ended.astype(np.int32)),
        "psn_insu_stas": text(np.where(insured.died == NO_DATE, b"1", b"4")),
        "insu_admdvs": looked_up(insured.admdvs, ADMDVS),
        "vali_flag": constant("1", number),
    }, number


def registrations(world: World, quarter: Quarter) -> tuple[File, int]:
    """Return the columns of opsp_reg_d: who is registered for chronic care."""
    person = np.flatnonzero(world.people.chronic)
    number = len(person)
    codes = np.array([b"M03900", b"M01600"])
    names = np.array(["高血压".encode(), "糖尿病".encode()])
    return {
        "trt_dcla_detl_sn": numbered("TR", person, 8),
        "psn_no": numbered("GN", person, 8),
        "opsp_dise_code": looked_up(person % 2, codes),
        "opsp_dise_name": looked_up(person % 2, names),
        "begndate": stamp(np.full(number, _BEGAN)),
        "enddate": stamp(np.full(number, -1)),
        "insu_admdvs": looked_up(world.people.admdvs[person], ADMDVS),
        "vali_flag": constant("1", number),
        "exch_updt_time": stamp(np.full(number, last_second(quarter))),
    }, number


def catalogue(world: World, quarter: Quarter) -> tuple[File, int]:
    """Return the columns of hilist_b: the catalogue without the local items."""
    items = world.items
    listed = np.flatnonzero((items.menu != "local") & (items.menu != "surcharge"))
    number = len(listed)
    return {
        "hilist_code": looked_up(listed, items.hilist_code),
        "hilist_name": looked_up(listed, items.name),
        "insu_admdvs": constant("623000", number),
        "begndate": stamp(np.full(number, _BEGAN)),
        "enddate": stamp(np.full(number, -1)),
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


def _midnights(days: list[date | None]) -> np.ndarray:
    moments = np.array(days, dtype="datetime64[s]")
    return np.where(np.isnat(moments), -1, moments.astype(np.int64))
