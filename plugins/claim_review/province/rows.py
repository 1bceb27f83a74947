"""The rows of planted cases before they are arrays: what stands in them by default.

The keys are the options that an author may give to an encounter (of the encounter or
of its settlement) and to a line; what a value means is said here.
"""

import numpy as np

from claim_review.province.columns import Columns
from claim_review.province.ordinary import ORDERS

# med_type as in the list med_types; dept a position in DEPARTMENTS; way = dscg_way;
# doctor, dx, dx2 -1 for none; moved = traf_dept_flag; third_party = ttp_pay_flag.
ENCOUNTER = {
    "dept": 0,
    "doctor": -1,
    "dx": -1,
    "dx2": -1,
    "way": 0,
    "adm_way": 0,
    "moved": 0,
    "third_party": 0,
}
# share: of what is covered the fund pays so much (0.0 to 1.0), -1 for the usual.
# insutype "?" means the person's, "" none; pay_loc and setl_type 0 the usual;
# born is the birthday that the settlement says, in days since 1970, NO_DATE for none.
SETTLEMENT = {
    "mid": 0,
    "newborn": 0,
    "by_hand": 0,
    "old_level": 0,
    "share": -1.0,
    "insutype": "?",
    "pay_loc": 0,
    "setl_type": 0,
    "clr_way": "1",
    "dise_no": "",
}
# rx: which prescription of the encounter (0 to 6; 7 is what is none), NO_RX for a line
# without number, ORDER for a ward order of its own. selfpay in 1e-4; used_way such as
# 外用; uploaded is the second of the upload, -1 for unknown.
NO_RX, ORDER = -1, 9
LINE = {
    "upper_rx": 0,
    "exec_dept": -1,
    "take_home": 0,
    "outsourced": 0,
    "approved": 0,
    "used_way": "",
    "uploaded": -1,
    "init": -1,
}


def merged(usual: dict, said: dict, what: str) -> dict:
    """Return the usual row with what is said; ValueError for an unknown name."""
    unknown = said.keys() - usual.keys()
    if unknown:
        raise ValueError(f"{what} has no {sorted(unknown)}")
    return usual | said


def arrays(rows: list[dict]) -> Columns:
    """Return the rows as columns; texts become bytes."""
    made = {name: np.array([row[name] for row in rows]) for name in rows[0]}
    return {
        name: np.char.encode(column, "utf-8") if column.dtype.kind == "U" else column
        for name, column in made.items()
    }


def numbered_prescriptions(lines: Columns) -> Columns:
    """Return the lines with prescriptions numbered over all encounters."""
    rx = lines["rx"]
    row = np.arange(len(rx))
    number = np.where(rx == ORDER, ORDERS + row, lines["enc"] * 8 + rx)
    return lines | {"rx": np.where(rx == NO_RX, -1, number)}
