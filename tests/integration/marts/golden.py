"""The golden settlements of golden.csv as batches, and the numbers of golden.yml."""

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from tests.batches import (
    Row,
    Rows,
    encounter,
    fee_line,
    institution,
    person,
    settlement,
    write_batch,
)

HERE = Path(__file__).parent
QUARTER = "2025Q1"
HOSPITALS = {
    "A": "H62300100001",
    "B": "H62300100002",
    "C": "H62302700003",
    "D": "P62300100004",
    "E": "H62010200005",
    "F": "H62302100006",
}
# What A is by default: a general hospital of level two in Hezuo. E is not registered.
REGISTERED = {
    "A": {"medins_natu": "1"},
    "B": {"medins_natu": ""},
    "C": {
        "medins_type": "C220",
        "hosp_lv": "10",
        "fix_blng_admdvs": "623027",
        "medins_natu": "2",
    },
    "D": {"fixmedins_type": "2", "hosp_lv": "11", "medins_natu": "2"},
    "F": {
        "medins_type": "A500",
        "hosp_lv": "7",
        "fix_blng_admdvs": "623021",
        "medins_natu": "2",
    },
}
# What comes after the quarter is delivered up to 20 April, the day before the extract.
BATCHES = {
    "2025Q1": "2025-04-16T00:00:00+08:00",
    "2025Q2": "2025-04-21T00:00:00+08:00",
}


def settlements() -> list[Row]:
    """Return the lines of golden.csv."""
    with (HERE / "golden.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def expected() -> dict[str, dict[str, dict[str, Any]]]:
    """Return the numbers by hospital, mart and column; money and shares as Decimal."""
    loaded = _load("golden.yml")
    return {HOSPITALS[hospital]: marts for hospital, marts in loaded.items()}


def expected_cuts() -> dict[str, dict[str, dict[str, Any]]]:
    """Return the numbers by mart, cut (its key columns with / between) and column."""
    return _load("golden_cuts.yml")


def write_batches(landing: Path) -> None:
    """Write the batch of the quarter with all before it, and that of the next one."""
    for quarter, extracted_to in BATCHES.items():
        lines = [
            line
            for line in settlements()
            if (line["settled"] < "2025-04-01") == (quarter == QUARTER)
        ]
        write_batch(
            landing,
            f"{quarter}-regular-1",
            _rows(lines),
            quarter=quarter,
            extracted_to=extracted_to,
        )


def _load(name: str) -> Any:
    return yaml.load((HERE / name).read_text("utf-8"), _Exactly)


def _rows(lines: list[Row]) -> Rows:
    encounters = {line["mdtrt_id"]: _encounter(line) for line in lines}
    persons = sorted({line["psn_no"] for line in lines})
    return {
        "setl_d": [_settlement(line) for line in lines],
        "mdtrt_d": list(encounters.values()),
        "fee_list_d": [row for line in lines for row in _fee_lines(line)],
        "setl_diag_list_d": [],
        "fixmedins_b": [
            institution(HOSPITALS[letter], **changes)
            for letter, changes in REGISTERED.items()
        ],
        "psn_info_b": [person(psn_no) for psn_no in persons],
    }


def _common(line: Row) -> Row:
    return {
        "mdtrt_id": line["mdtrt_id"],
        "psn_no": line["psn_no"],
        "fixmedins_code": HOSPITALS[line["hospital"]],
        "med_type": line["med_type"],
        "exch_updt_time": f"{line['settled']} 12:00:00",
    }


def _settlement(line: Row) -> Row:
    fee, fund, own, above = (
        int(line[name]) for name in ("fee", "pooled", "outside_catalogue", "over_limit")
    )
    fund += int(line["other_funds"])
    return settlement(
        line["setl_id"],
        **_common(line),
        begndate=f"{line['admitted']} 00:00:00",
        enddate=f"{line['discharged']} 00:00:00",
        setl_time=f"{line['settled']} 11:00:00",
        amount=f"{fee}.00",
        fulamt_ownpay_amt=f"{own}.00",
        overlmt_selfpay=f"{above}.00",
        inscp_amt=f"{fee - own - above}.00",
        hifp_pay=f"{line['pooled']}.00",
        hifmi_pay=f"{line['other_funds']}.00",
        fund_pay_sumamt=f"{fund}.00",
        psn_pay=f"{fee - fund}.00",
        cash_payamt=f"{fee - fund}.00",
        insutype=line["insutype"],
        insu_admdvs=line["insured_in"],
        pay_loc=line["pay_loc"],
        init_setl_id=line["takes_back"],
        refd_setl_flag="1" if line["takes_back"] else "0",
    )


def _encounter(line: Row) -> Row:
    return encounter(
        **_common(line),
        begntime=f"{line['admitted']} 08:00:00",
        endtime=f"{line['discharged']} 17:00:00",
        dscg_maindiag_code=line["diagnosis"],
        dscg_way=line["dscg_way"],
    )


def _fee_lines(line: Row) -> list[Row]:
    """Return the lines of a settlement; drugs are of three kinds, tests of two."""
    drugs, tests, materials = (
        int(line[name]) for name in ("drugs", "tests", "materials")
    )
    amounts = {
        "09": drugs / 2,
        "10": drugs / 4,
        "11": drugs / 4,
        "03": tests / 2,
        "04": tests / 2,
        "08": materials,
        "05": int(line["fee"]) - drugs - tests - materials,
    }
    return [
        fee_line(
            f"{line['setl_id']}-{kind}",
            line["setl_id"],
            f"{amount:.2f}",
            **_common(line),
            cnt="1" if amount > 0 else "-1",
            fee_ocur_time=f"{line['admitted']} 10:00:00",
            med_chrgitm_type=kind,
            init_feedetl_sn=f"{line['takes_back']}-{kind}"
            if line["takes_back"]
            else "",
        )
        for kind, amount in amounts.items()
        if amount
    ]


class _Exactly(yaml.SafeLoader):
    """Reads 0.1280 as it is written, not as the nearest binary number."""


_Exactly.add_constructor(
    "tag:yaml.org,2002:float",
    lambda loader, node: Decimal(loader.construct_scalar(node)),
)
