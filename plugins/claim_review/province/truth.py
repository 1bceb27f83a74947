"""What the rules should say of a batch, written down beside it."""

import csv
from dataclasses import astuple, dataclass, fields
from pathlib import Path


@dataclass(frozen=True)
class Truth:
    """One planted violation or near miss of a rule, or one institution of a signal.

    `kind` is planted or near_miss, for signals planted_signal or near_signal: those
    have `fixmedins_code` and no settlement, and their variant is the metric. `bkkp_sn`
    is empty where the unit is the settlement; `verdict` is empty for near misses;
    quantity and amount are empty where they say nothing simple.
    """

    quarter: str
    rule_id: str
    kind: str
    variant: str
    setl_id: str
    bkkp_sn: str
    fixmedins_code: str
    verdict: str
    violating_quantity: str
    violating_amount: str
    why: str


def write_truth(path: Path, rows: list[Truth]):
    """Write the rows as CSV, ordered by rule, kind, settlement, line, institution."""

    def order(row: Truth) -> tuple:
        unit = row.setl_id, row.bkkp_sn, row.fixmedins_code, row.variant
        return row.rule_id, row.kind, *unit

    ordered = sorted(rows, key=order)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(field.name for field in fields(Truth))
        writer.writerows(astuple(row) for row in ordered)
