"""A batch in which everything that tells of a person is a canary.

Every name begins with 金丝雀; every number of a person, a stay or a line begins with
99 and the number of its kind. All are invented, none is anybody's.
"""

import csv
import gzip
from pathlib import Path

from tests.batches import (
    Row,
    Rows,
    diagnosis,
    encounter,
    fee_line,
    institution,
    person,
    settlement,
    write_batch,
)

import claim_review.landing as landing

BIRD = "金丝雀"
PEOPLE = range(1, 13)
# A column that the dictionary does not have.
UNKNOWN = "bz_remark"
BED = {"med_list_codg": "001109000010000", "hilist_code": "001109000010000"}
_NEVER_KEPT = Path(landing.__file__).with_name("never_kept.csv")


KINDS = ("person", "settlement", "encounter", "line", "paper", "doctor code")


def number(kind: str, of: int) -> str:
    """Return a number of 12 digits that is found again."""
    return f"99{1 + KINDS.index(kind)}{of:09d}"


def name(of: int) -> str:
    return f"{BIRD}参保{of:02d}"


def doctor(of: int) -> str:
    return f"{BIRD}医师{of:02d}"


def canaries() -> dict[str, list[str]]:
    """Return the canaries by what they tell; none is part of another."""
    return {
        "name": [name(n) for n in PEOPLE],
        "doctor": [doctor(n) for n in PEOPLE],
        "words": [f"{BIRD}{what}" for what in ("诊断", "病情", "床位", "原因", "剂量")],
        "never kept": [f"{BIRD}{column}" for column in never_kept()],
        "unknown": [f"{BIRD}{UNKNOWN}"],
        "birthday": ["1931-05-", "1931年5月"],
        **{
            kind: [number(kind, more + n) for n in PEOPLE for more in (0, 100)]
            for kind in KINDS
        },
    }


def never_kept() -> list[str]:
    """Return the columns that are dropped at the door."""
    with _NEVER_KEPT.open(encoding="utf-8") as file:
        return [row["column"] for row in csv.DictReader(file)]


def rows() -> Rows:
    """Return a settlement of each person with one bed fee too many."""
    more = {column: f"{BIRD}{column}" for column in [*never_kept(), UNKNOWN]}
    doctors = [
        {
            "dr_code": number("doctor code", n),
            "dr_name": doctor(n),
            "medins_code": "H1",
            "dr_idcard": f"{BIRD}dr_idcard",
        }
        for n in PEOPLE
    ]
    people = [
        more | person(number("person", n), psn_name=name(n), brdy=birthday(n))
        for n in PEOPLE
    ]
    return {
        "setl_d": [_settlement(n) | more for n in PEOPLE] + [_odd(1) | more],
        "mdtrt_d": [_encounter(n) for n in PEOPLE],
        "fee_list_d": [line for n in PEOPLE for line in _lines(n)] + _shifted(1),
        "setl_diag_list_d": [
            diagnosis(
                number("paper", n),
                number("encounter", n),
                psn_no=number("person", n),
                diag_name=f"{BIRD}诊断",
            )
            for n in PEOPLE
        ],
        "fixmedins_b": [institution("H1", fixmedins_name="示例县医院")],
        "psn_info_b": people,
        "dr_info_b": doctors,
    }


def birthday(n: int) -> str:
    return f"1931-05-{n:02d}"


def _ids(n: int) -> Row:
    return {
        "setl_id": number("settlement", n),
        "mdtrt_id": number("encounter", n),
        "psn_no": number("person", n),
        "fixmedins_code": "H1",
    }


def _settlement(n: int) -> Row:
    return settlement(
        amount="200.00",
        hifp_pay="160.00",
        fund_pay_sumamt="160.00",
        psn_pay="40.00",
        cash_payamt="40.00",
        brdy=birthday(n),
        medins_setl_id=number("paper", n),
        manl_reim_rea=f"{BIRD}原因",
        **_ids(n),
    )


def _encounter(n: int) -> Row:
    ids = _ids(n)
    del ids["setl_id"]
    return encounter(
        chfpdr_code=number("doctor code", n),
        ipt_otp_no=number("paper", n),
        adm_diag_dscr=f"{BIRD}病情",
        otp_diag_info=f"{BIRD}病情",
        adm_bed=f"{BIRD}床位",
        **ids,
    )


def _lines(n: int) -> list[Row]:
    told = {
        "rx_drord_no": number("paper", n),
        "bilg_dr_code": number("doctor code", n),
        "sin_dos_dscr": f"{BIRD}剂量",
    }
    return [
        fee_line(bkkp_sn, **_ids(n), **told, **BED)
        for bkkp_sn in (number("line", 100 + n), number("line", n))
    ]


def _shifted(n: int) -> list[Row]:
    """Return lines one column off: people stand where numbers and times belong."""
    line = _lines(n)[0] | {"bkkp_sn": f"L{n}"}
    return [line | {"cnt": name(n)}, line | {"fee_ocur_time": number("person", n)}]


def _odd(n: int) -> Row:
    """Return a settlement with people in the place of codes."""
    odd = {"setl_id": "S-odd", "gend": name(n), "hosp_lv": number("person", n)}
    return _settlement(n) | odd | {"insutype": name(n), "med_type": doctor(n)}


def without_header() -> bytes:
    """Return a file of people whose first row is one of them."""
    cells = (number("person", 1), name(1), name(1), "1", birthday(1), "1", "")
    return gzip.compress(",".join(cells).encode(), mtime=0)


def write(landing_dir: Path) -> Path:
    """Write the batch and return its folder."""
    return write_batch(landing_dir, "canaries-1", rows())
