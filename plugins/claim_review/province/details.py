"""The files of what encounters consist of: lines and diagnoses."""

from functools import partial

import numpy as np

from claim_review.province.cells import (
    Column,
    constant,
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
from claim_review.province.tables import (
    ONE_DIGIT,
    File,
    flag,
    mdtrt_id,
    pointer,
    psn_no,
)
from claim_review.province.world import World

_DAYS = np.array([str(n).encode() for n in range(400)])
# Diagnoses beyond the second have numbers of their own.
_EXTRA = 90_000_000
# Days of supply that everyday prescriptions keep to, by med_type.
_MOST_DAYS = np.full(60, 7)
_MOST_DAYS[[13, 14, 18, 41]] = 3, 30, 30, 30
_IS_MEDICINE = np.isin(np.arange(400), [101, 102, 103, 104, 106])


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
    number = len(rows)
    nothing = np.full(1, -1)
    return {
        "bkkp_sn": numbered(f"F{part.prefix}", rows, 9),
        "setl_id": numbered(f"S{part.prefix}", f["setl"], 8),
        "mdtrt_id": mdtrt_id(part, enc),
        "psn_no": psn_no(world, e["person"][enc]),
        "fixmedins_code": looked_up(place, world.places.code),
        "med_type": decimal(e["med_type"][enc], 0),
        "rx_drord_no": numbered(f"R{part.prefix}", f["rx"], 9),
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
        "chrgitm_lv": text(f["grade"])
        if "grade" in f
        else looked_up(item, items.grade),
        "hilist_code": looked_up(item, items.hilist_code),
        "hilist_name": looked_up(item, items.name),
        "list_type": looked_up(item, items.list_type),
        "med_list_codg": looked_up(item, items.code),
        "medins_list_codg": numbered("YN", item, 5),
        "medins_list_name": looked_up(item, items.name),
        "med_chrgitm_type": looked_up(item, items.charge_type),
        "bilg_dept_codg": looked_up(f["dept"], DEPARTMENT_CODES),
        "bilg_dept_name": looked_up(f["dept"], DEPARTMENT_NAMES),
        "acord_dept_codg": looked_up(
            f.get("exec_dept", np.broadcast_to(nothing, number)), DEPARTMENT_CODES
        ),
        "acord_dept_name": looked_up(
            f.get("exec_dept", np.broadcast_to(nothing, number)), DEPARTMENT_NAMES
        ),
        "bilg_dr_code": looked_up(f["doctor"], world.doctors.code),
        "prd_days": looked_up(_supply_days(world, e["med_type"][enc], f), _DAYS),
        "tcmdrug_used_way": text(f["used_way"])
        if "used_way" in f
        else constant("", number),
        "dscg_tkdrug_flag": flag(f, "take_home"),
        "etip_flag": flag(f, "outsourced"),
        "hosp_appr_flag": flag(f, "approved"),
        "rx_circ_flag": flag(f, "upper_rx"),
        "init_feedetl_sn": pointer("F", part.prefix, f["init"], 9),
        "vali_flag": constant("1", number),
        "crte_time": stamp(f["uploaded"]) if "uploaded" in f else constant("", number),
        "exch_updt_time": stamp(exch),
    }, number


def _supply_days(world: World, med_type: np.ndarray, lines: Columns) -> np.ndarray:
    """Return for how many days each drug or slice is meant, -1 for other items."""
    if "prd_days" in lines:
        return np.where(lines["prd_days"] > 0, lines["prd_days"], -1)
    kind = world.items.list_type[lines["item"]]
    chance = (lines["item"] * 7 + lines["time"]) % 97
    most = _MOST_DAYS[np.minimum(med_type, len(_MOST_DAYS) - 1)]
    medicine = _IS_MEDICINE[kind.astype(np.int64)]
    return np.where(medicine, 1 + chance % most, -1)


def diagnoses(world: World, part: Part) -> tuple[File, int]:
    """Return the columns of setl_diag_list_d and the number of rows."""
    e = part.encounters
    main = part.diagnosed[e["dx"][part.diagnosed] >= 0]
    other = main[e["dx2"][main] >= 0]
    more = np.array(part.extra.diagnoses, np.int64).reshape(-1, 4).T
    enc = np.concatenate([main, other, more[0]])
    turn = np.repeat([0, 1, 2], [len(main), len(other), len(more[0])])
    dx = np.concatenate([e["dx"][main], e["dx2"][other], more[1]])
    kind = np.concatenate([np.ones(len(main) + len(other), np.int64), more[2]])
    is_main = np.concatenate([1 - turn[turn < 2], more[3]])
    turn = turn + (turn == 2) * np.maximum(
        np.arange(len(enc)) - len(main) - len(other), 0
    )
    leaving = np.where(e["kind"][enc] == KIND["stay"], 2, 1)
    return {
        "diag_info_id": numbered(
            f"G{part.prefix}", np.where(turn < 2, enc * 2 + turn, _EXTRA + turn), 8
        ),
        "mdtrt_id": mdtrt_id(part, enc),
        "psn_no": psn_no(world, e["person"][enc]),
        "inout_diag_type": looked_up(leaving, ONE_DIGIT),
        "diag_type": looked_up(kind, ONE_DIGIT),
        "maindiag_flag": looked_up(is_main, ONE_DIGIT),
        "diag_srt_no": decimal(1 + np.minimum(turn, 8), 0),
        "diag_code": looked_up(dx, world.diagnoses.code),
        "diag_name": looked_up(dx, world.diagnoses.name),
        "vali_flag": constant("1", len(enc)),
        "exch_updt_time": stamp(e["exch"][enc]),
    }, len(enc)


def _ceiling(world: World, item: np.ndarray, place: np.ndarray) -> Column:
    limits = world.items.ceiling
    table = np.array([f"{v / 10_000:.2f}".encode() for v in limits.ravel()])
    known = (limits[item, 0] > 0) & (world.items.menu[item] != "changing")
    code = item * 3 + world.places.price_level()[place]
    return looked_up(np.where(known, code, -1), table)
