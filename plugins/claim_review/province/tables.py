"""From the parts of a batch to the columns of its files."""

from functools import partial

import numpy as np

from claim_review.province.cells import (
    Column,
    constant,
    day,
    decimal,
    looked_up,
    numbered,
    stamp,
    text,
)
from claim_review.province.columns import Columns, picked
from claim_review.province.diagnoses import DEPARTMENT_CODES, DEPARTMENT_NAMES
from claim_review.province.kinds import KIND
from claim_review.province.part import Part
from claim_review.province.people import ADMDVS
from claim_review.province.world import DAY, World

File = dict[str, Column]

# A line or settlement that points at one nobody ever sent.
DANGLING = -2
ONE_DIGIT = np.array([str(n).encode() for n in range(10)])
CHRONIC_CODES = np.array([b"M03900", b"M01600"])
CHRONIC_NAMES = np.array(["高血压".encode(), "糖尿病".encode()])


def settlements(world: World, part: Part) -> tuple[File, int]:
    """Return the columns of setl_d and the number of rows."""
    rows = part.sent_settlements
    s = picked(part.settlements, rows)
    e = picked(part.encounters, s["enc"])
    number, place, person = len(rows), e["place"], e["person"]
    same = partial(constant, count=number)
    cents = partial(decimal, places=2)
    zero = cents(np.zeros(number, np.int64))
    age = (s["settled"] // DAY - world.people.born[person]) // 365
    by_hand = np.where(s["by_hand"] == 1, 1, 2)
    kinds = {
        "psn_type": np.where(age < 18, 1403, np.where(age < 60, 1501, 16)),
        "clr_type": np.array([21, 11, 14, 41, 11, 11, 53, 41])[e["kind"]],
    }
    return {
        "setl_id": numbered(f"S{part.prefix}", rows, 8),
        "mdtrt_id": mdtrt_id(part, s["enc"]),
        "init_setl_id": pointer("S", part.prefix, s["init"], 8),
        "psn_no": psn_no(world, person),
        "psn_type": decimal(
            np.where(world.people.employee[person], 11, kinds["psn_type"]), 0
        ),
        "gend": looked_up(s["gend"], ONE_DIGIT),
        "brdy": day(s.get("born", world.people.born[person])),
        "insutype": _insutype(world, person, s),
        "insu_admdvs": looked_up(world.people.admdvs[person], ADMDVS),
        "nwb_flag": looked_up(s["newborn"], ONE_DIGIT),
        "pay_loc": looked_up(_said(s, "pay_loc", by_hand), ONE_DIGIT),
        "fixmedins_code": looked_up(place, world.places.code),
        "hosp_lv": _hosp_lv(world, place, s["old_level"]),
        "fix_blng_admdvs": looked_up(world.places.county[place], ADMDVS),
        "begndate": stamp(s["begin"]),
        "enddate": stamp(s["end"]),
        "setl_time": stamp(s["settled"]),
        "med_type": decimal(e["med_type"], 0),
        "setl_type": looked_up(_said(s, "setl_type", by_hand), ONE_DIGIT),
        "clr_type": decimal(kinds["clr_type"], 0),
        "clr_way": text(s.get("clr_way", np.full(number, b"1"))),
        "dise_no": text(s["dise_no"]) if "dise_no" in s else _registered(world, e),
        "medfee_sumamt": cents(s["amount"]),
        "fulamt_ownpay_amt": cents(s["own"]),
        "overlmt_selfpay": cents(s["over"]),
        "preselfpay_amt": cents(s["pre"]),
        "inscp_amt": cents(s["inscp"]),
        "act_pay_dedc": cents(s["dedc"]),
        "hifp_pay": cents(s["hifp"]),
        "cvlserv_pay": cents(s["cvlserv"]),
        "hifes_pay": zero,
        "hifmi_pay": cents(s["hifmi"]),
        "hifob_pay": cents(s["hifob"]),
        "hifdm_pay": zero,
        "maf_pay": cents(s["maf"]),
        "othfund_pay": zero,
        "fund_pay_sumamt": cents(s["fund"]),
        "psn_pay": cents(s["psn"]),
        "acct_pay": cents(s["acct"]),
        "cash_payamt": cents(s["cash"]),
        "refd_setl_flag": looked_up(s["flag"], ONE_DIGIT),
        "mid_setl_flag": looked_up(np.where(s["mid"] == 1, 1, -1), ONE_DIGIT),
        "vali_flag": same("1"),
        "exch_updt_time": stamp(s["exch"]),
    }, number


def encounters(world: World, part: Part) -> tuple[File, int]:
    """Return the columns of mdtrt_d and the number of rows."""
    rows = part.sent_encounters
    e = picked(part.encounters, rows)
    stay = e["kind"] == KIND["stay"]
    is_open = e["end"] < 0
    main = np.where(stay & ~is_open, e["dx"], -1)
    return {
        "mdtrt_id": mdtrt_id(part, rows),
        "psn_no": psn_no(world, e["person"]),
        "insutype": _insutype(world, e["person"], {}),
        "fixmedins_code": looked_up(e["place"], world.places.code),
        "med_type": decimal(e["med_type"], 0),
        "begntime": stamp(e["begin"]),
        "endtime": stamp(e["end"]),
        "adm_way": looked_up(_shown(e["adm_way"]), ONE_DIGIT),
        "adm_dept_codg": looked_up(e["dept"], DEPARTMENT_CODES),
        "adm_dept_name": looked_up(e["dept"], DEPARTMENT_NAMES),
        "chfpdr_code": looked_up(e["doctor"], world.doctors.code),
        "dscg_maindiag_code": looked_up(main, world.diagnoses.code),
        "dscg_maindiag_name": looked_up(main, world.diagnoses.name),
        "dscg_way": looked_up(_shown(e["way"]), ONE_DIGIT),
        "traf_dept_flag": flag(e, "moved"),
        "ttp_pay_flag": flag(e, "third_party"),
        "inhosp_stas": looked_up(is_open.astype(np.int8), ONE_DIGIT),
        "vali_flag": constant("1", len(rows)),
        "exch_updt_time": stamp(e["exch"]),
    }, len(rows)


def mdtrt_id(part: Part, enc: np.ndarray) -> Column:
    """Return the ids of these encounters of the part."""
    return numbered(f"M{part.prefix}", enc, 8)


def psn_no(world: World, person: np.ndarray) -> Column:
    """Return the ids of these persons."""
    return numbered("GN", world.people.number[person], 8)


def _insutype(world: World, person: np.ndarray, said: Columns) -> Column:
    """Return the insurance: the usual one of the person unless another is said."""
    usual = np.where(world.people.employee[person], b"310", b"390")
    return text(_said(said, "insutype", usual))


def _said(rows: Columns, name: str, usual: np.ndarray) -> np.ndarray:
    """Return what planted rows say, and the usual where they say nothing."""
    if name not in rows:
        return usual
    nothing = b"?" if rows[name].dtype.kind == "S" else 0
    return np.where(rows[name] == nothing, usual, rows[name])


def _registered(world: World, encounters: Columns) -> Column:
    """Return the disease for which chronic care is registered, empty elsewhere."""
    person = encounters["person"]
    chronic = (encounters["kind"] == KIND["chronic"]) & world.people.chronic[person]
    return looked_up(np.where(chronic, person % 2, -1), CHRONIC_CODES)


def _shown(values: np.ndarray) -> np.ndarray:
    return np.where(values > 0, values, -1)


def flag(rows: Columns, name: str) -> Column:
    """Return "1" where the rows say so and nothing elsewhere."""
    if name not in rows:
        return constant("", len(next(iter(rows.values()))))
    return looked_up(_shown(rows[name]), ONE_DIGIT)


def pointer(letter: str, prefix: str, target: np.ndarray, width: int) -> Column:
    """Return the id of the row pointed at; a dangling one is of another series."""
    if not (target == DANGLING).any():
        return numbered(letter + prefix, target, width)
    ids = [
        f"{letter}{prefix[:-1]}X{row:0{width}d}"
        if value == DANGLING
        else f"{letter}{prefix}{value:0{width}d}"
        if value >= 0
        else ""
        for row, value in enumerate(target.tolist())
    ]
    return text(np.array([i.encode() for i in ids]))


def _hosp_lv(world: World, place: np.ndarray, old: np.ndarray) -> Column:
    """Return the level as the institution writes it: some pad it to two digits."""
    written = np.array(
        [
            level.zfill(2) if padded else level
            for level, padded in zip(
                world.places.hosp_lv, world.places.padded, strict=True
            )
        ]
    )
    return text(np.where(old == 1, b"8", written[place]))
