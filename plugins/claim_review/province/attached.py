"""The files of what is attached to encounters and lines: operations, drug packs."""

import numpy as np

from claim_review.province.cells import (
    Column,
    constant,
    looked_up,
    numbered,
    stamp,
    text,
)
from claim_review.province.kinds import KIND
from claim_review.province.part import Part
from claim_review.province.tables import ONE_DIGIT, File, mdtrt_id, psn_no
from claim_review.province.world import World

# Digits of the line's number in the code of its pack.
CODE_DIGITS = 12


def operations(world: World, part: Part) -> tuple[File, int]:
    """Return the columns of mdcs_fund_setl_list_oprn_d and the number of rows.

    Every stay with a line of surgery that was not taken back has an operation with
    a plainly invented name, unless the case says otherwise.
    """
    enc = _operated(world, part)
    own = np.array([row[0] for row in part.extra.operations], np.int64)
    usual = ("86.9900x999", "示例手术操作", 1, -1, "")
    rows = [usual] * len(enc) + [row[1:] for row in part.extra.operations]
    enc = np.concatenate([enc, own])
    e, number = part.encounters, len(enc)
    code, name, main, time, incision = zip(*rows, strict=True) if rows else [()] * 5
    begin = e["begin"][enc] + 6 * 3600
    time = np.array(time, np.int64)
    return {
        "setl_list_oprn_id": numbered(f"O{part.prefix}", np.arange(number), 8),
        "setl_id": numbered(f"S{part.prefix}", _last_settlement(part, enc), 8),
        "mdtrt_id": mdtrt_id(part, enc),
        "psn_no": psn_no(world, e["person"][enc]),
        "oprn_oprt_code": _words(code),
        "oprn_oprt_name": _words(name),
        "main_oprn_flag": looked_up(np.array(main, np.int64), ONE_DIGIT),
        "oprn_oprt_date": stamp(np.where(time >= 0, time, begin)),
        "oper_dr_code": looked_up(e["doctor"][enc], world.doctors.code),
        "sinc_heal_lv": _words(incision),
        "vali_flag": constant("1", number),
        "exch_updt_time": stamp(e["exch"][enc]),
    }, number


def _operated(world: World, part: Part) -> np.ndarray:
    """Return the closed stays of the part with surgery that was not taken back."""
    f, surgery = part.lines, world.items.charge_type == b"06"
    rows = part.sent_lines[surgery[f["item"][part.sent_lines]]]
    rows = rows[part.encounters["kind"][f["enc"][rows]] == KIND["stay"]]
    key = f["enc"][rows] * len(world.items) + f["item"][rows]
    keys, where = np.unique(key, return_inverse=True)
    left = np.bincount(where, f["cnt"][rows], minlength=len(keys))
    # What is reversed as a whole is there in the end: somebody was operated on.
    reversed_ = f["setl"][rows] >= 0
    reversed_ &= part.settlements["flag"][f["setl"][rows]] == 1
    there = np.union1d(keys[left > 0], key[reversed_])
    enc = np.intersect1d(np.unique(there // len(world.items)), part.diagnosed)
    without = [*part.extra.no_operation, *(row[0] for row in part.extra.operations)]
    return np.setdiff1d(enc, np.array(without, np.int64))


def _last_settlement(part: Part, enc: np.ndarray) -> np.ndarray:
    last = np.full(len(part.encounters["kind"]), -1)
    last[part.settlements["enc"]] = np.arange(len(part.settlements["enc"]))
    return last[enc]


def _words(values: tuple[str, ...]) -> Column:
    return text(np.array([value.encode() for value in values], dtype=bytes))


def traces(world: World, part: Part) -> tuple[File, int]:
    """Return the columns of fee_trac_d and the number of rows.

    Institutions that send codes send one for every drug of an outpatient; planted
    lines may name other codes, or none.
    """
    f, e = part.lines, part.encounters
    rows, head = scanned(world, part)
    told = [(row, code) for row, codes in part.extra.traces.items() for code in codes]
    line = np.concatenate([rows, np.array([row for row, _ in told], np.int64)])
    usual = numbered(head, rows, CODE_DIGITS)
    cells = _after(usual, len(rows), [code for _, code in told])
    enc, number = f["enc"][line], len(line)
    return {
        "bkkp_sn": numbered(f"F{part.prefix}", line, 9),
        "drug_trac_codg": cells,
        "setl_id": numbered(f"S{part.prefix}", f["setl"][line], 8),
        "mdtrt_id": mdtrt_id(part, enc),
        "psn_no": psn_no(world, e["person"][enc]),
        "fixmedins_code": looked_up(e["place"][enc], world.places.code),
        "med_list_codg": looked_up(f["item"][line], world.items.code),
        "scan_time": stamp(f["time"][line]),
        "vali_flag": constant("1", number),
        "exch_updt_time": stamp(part.settlements["exch"][f["setl"][line]]),
    }, number


def scanned(world: World, part: Part) -> tuple[np.ndarray, str]:
    """Return the lines whose packs have a code that no case names.

    The code is what is returned besides, and the number of the line.
    """
    f, e = part.lines, part.encounters
    rows = part.sent_lines
    drug = np.isin(world.items.list_type[f["item"][rows]], [b"101"])
    rows = rows[drug & (f["cnt"][rows] > 0) & (f["setl"][rows] >= 0)]
    enc = f["enc"][rows]
    sends = world.places.sends_traces[e["place"][enc]]
    rows = rows[sends & (e["kind"][enc] != KIND["stay"])]
    rows = rows[~np.isin(rows, np.array(list(part.extra.traces), np.int64))]
    series = ord(part.prefix[-1]) % 10
    return rows, f"81{part.prefix[:4]}{part.prefix[5]}{series}"


def _after(usual: Column, number: int, more: list[str]) -> Column:
    """Return the usual cells and the others below them."""
    made = usual(slice(0, number))
    cells = np.ascontiguousarray(made).view(f"S{made.shape[1]}").ravel()
    return text(np.concatenate([cells, np.array([c.encode() for c in more], bytes)]))
