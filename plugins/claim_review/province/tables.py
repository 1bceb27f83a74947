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
from claim_review.province.columns import picked
from claim_review.province.diagnoses import DEPARTMENT_CODES
from claim_review.province.kinds import KIND
from claim_review.province.part import Part
from claim_review.province.people import ADMDVS
from claim_review.province.world import DAY, World

File = dict[str, Column]

# A line or settlement that points at one nobody ever sent.
DANGLING = -2
_ONE_DIGIT = np.array([str(n).encode() for n in range(10)])


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
    kinds = {
        "psn_type": np.where(age < 18, 1403, np.where(age < 60, 1501, 16)),
        "clr_type": np.array([21, 11, 14, 41, 11, 11, 53, 41])[e["kind"]],
    }
    return {
        "setl_id": numbered(f"S{part.prefix}", rows, 8),
        "mdtrt_id": _mdtrt_id(part, s["enc"]),
        "init_setl_id": _pointer("S", part.prefix, s["init"], 8),
        "psn_no": _psn_no(person),
        "psn_type": decimal(
            np.where(world.people.employee[person], 11, kinds["psn_type"]), 0
        ),
        "gend": looked_up(s["gend"], _ONE_DIGIT),
        "brdy": day(world.people.born[person]),
        "insutype": _insutype(world, person),
        "insu_admdvs": looked_up(world.people.admdvs[person], ADMDVS),
        "nwb_flag": looked_up(s["newborn"], _ONE_DIGIT),
        "pay_loc": looked_up(np.where(s["by_hand"] == 1, 1, 2), _ONE_DIGIT),
        "fixmedins_code": looked_up(place, world.places.code),
        "hosp_lv": _hosp_lv(world, place, s["old_level"]),
        "fix_blng_admdvs": looked_up(world.places.county[place], ADMDVS),
        "begndate": stamp(s["begin"]),
        "enddate": stamp(s["end"]),
        "setl_time": stamp(s["settled"]),
        "med_type": decimal(e["med_type"], 0),
        "setl_type": looked_up(np.where(s["by_hand"] == 1, 1, 2), _ONE_DIGIT),
        "clr_type": decimal(kinds["clr_type"], 0),
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
        "refd_setl_flag": looked_up(s["flag"], _ONE_DIGIT),
        "mid_setl_flag": looked_up(np.where(s["mid"] == 1, 1, -1), _ONE_DIGIT),
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
        "mdtrt_id": _mdtrt_id(part, rows),
        "psn_no": _psn_no(e["person"]),
        "insutype": _insutype(world, e["person"]),
        "fixmedins_code": looked_up(e["place"], world.places.code),
        "med_type": decimal(e["med_type"], 0),
        "begntime": stamp(e["begin"]),
        "endtime": stamp(e["end"]),
        "adm_dept_codg": looked_up(e["dept"], DEPARTMENT_CODES),
        "chfpdr_code": looked_up(e["doctor"], world.doctors.code),
        "dscg_maindiag_code": looked_up(main, world.diagnoses.code),
        "dscg_maindiag_name": looked_up(main, world.diagnoses.name),
        "dscg_way": looked_up(np.where(e["way"] > 0, e["way"], -1), _ONE_DIGIT),
        "inhosp_stas": looked_up(is_open.astype(np.int8), _ONE_DIGIT),
        "vali_flag": constant("1", len(rows)),
        "exch_updt_time": stamp(e["exch"]),
    }, len(rows)


def fee_lines(world: World, part: Part) -> tuple[File, int]:
    """Return the columns of fee_list_d and the number of rows."""
    rows = part.sent_lines
    f = part.lines
    if len(rows) < len(f["enc"]):
        f = picked(f, rows)
    enc, item = f["enc"], f["item"]
    e, items = part.encounters, world.items
    place = e["place"][enc]
    exch = np.where(f["setl"] >= 0, part.settlements["exch"][f["setl"]], e["exch"][enc])
    cents = partial(decimal, places=2)
    dept = f["dept"]
    return {
        "bkkp_sn": numbered(f"F{part.prefix}", rows, 9),
        "setl_id": numbered(f"S{part.prefix}", f["setl"], 8),
        "mdtrt_id": _mdtrt_id(part, enc),
        "psn_no": _psn_no(e["person"][enc]),
        "fixmedins_code": looked_up(place, world.places.code),
        "med_type": decimal(e["med_type"][enc], 0),
        "rx_drord_no": numbered(f"R{part.prefix}", rows // 4, 8),
        "fee_ocur_time": stamp(f["time"]),
        "cnt": cents(f["cnt"]),
        "pric": decimal(f["pric"], 4),
        "det_item_fee_sumamt": cents(f["amount"]),
        "fulamt_ownpay_amt": cents(f["own"]),
        "overlmt_selfpay": cents(f["over"]),
        "preselfpay_amt": cents(f["pre"]),
        "inscp_amt": cents(f["inscp"]),
        "selfpay_prop": decimal(f["selfpay"], 4),
        "pric_uplmt_amt": _ceiling(world, item, place),
        "chrgitm_lv": looked_up(item, items.grade),
        "hilist_code": looked_up(item, items.hilist_code),
        "hilist_name": looked_up(item, items.name),
        "list_type": looked_up(item, items.list_type),
        "med_list_codg": looked_up(item, items.code),
        "medins_list_codg": numbered("YN", item, 5),
        "medins_list_name": looked_up(item, items.name),
        "med_chrgitm_type": looked_up(item, items.charge_type),
        "bilg_dept_codg": looked_up(dept, DEPARTMENT_CODES),
        "bilg_dr_code": looked_up(f["doctor"], world.doctors.code),
        "rx_circ_flag": looked_up(np.where(f["upper_rx"] == 1, 1, -1), _ONE_DIGIT),
        "init_feedetl_sn": _pointer("F", part.prefix, f["init"], 9),
        "vali_flag": constant("1", len(rows)),
        "exch_updt_time": stamp(exch),
    }, len(rows)


def diagnoses(world: World, part: Part) -> tuple[File, int]:
    """Return the columns of setl_diag_list_d and the number of rows."""
    e = part.encounters
    main = part.diagnosed[e["dx"][part.diagnosed] >= 0]
    other = main[e["dx2"][main] >= 0]
    enc = np.concatenate([main, other])
    second = np.arange(len(enc)) >= len(main)
    dx = np.where(second, e["dx2"][enc], e["dx"][enc])
    leaving = np.where(e["kind"][enc] == KIND["stay"], 2, 1)
    return {
        "diag_info_id": numbered(f"G{part.prefix}", enc * 2 + second, 8),
        "mdtrt_id": _mdtrt_id(part, enc),
        "psn_no": _psn_no(e["person"][enc]),
        "inout_diag_type": looked_up(leaving, _ONE_DIGIT),
        "diag_type": constant("1", len(enc)),
        "maindiag_flag": looked_up(1 - second, _ONE_DIGIT),
        "diag_srt_no": looked_up(1 + second, _ONE_DIGIT),
        "diag_code": looked_up(dx, world.diagnoses.code),
        "diag_name": looked_up(dx, world.diagnoses.name),
        "vali_flag": constant("1", len(enc)),
        "exch_updt_time": stamp(e["exch"][enc]),
    }, len(enc)


def _mdtrt_id(part: Part, enc: np.ndarray) -> Column:
    return numbered(f"M{part.prefix}", enc, 8)


def _psn_no(person: np.ndarray) -> Column:
    return numbered("GN", person, 8)


def _insutype(world: World, person: np.ndarray) -> Column:
    return decimal(np.where(world.people.employee[person], 310, 390), 0)


def _pointer(letter: str, prefix: str, target: np.ndarray, width: int) -> Column:
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


def _ceiling(world: World, item: np.ndarray, place: np.ndarray) -> Column:
    limits = world.items.ceiling
    table = np.array([f"{v / 10_000:.2f}".encode() for v in limits.ravel()])
    known = (limits[item, 0] > 0) & (world.items.menu[item] != "changing")
    code = item * 3 + world.places.price_level()[place]
    return looked_up(np.where(known, code, -1), table)
