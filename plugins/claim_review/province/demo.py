"""The demo province: batches of an invented prefecture, with what is wrong in them.

python -m claim_review.province.demo --landing var/landing --truth var/truth \
        --seed 7 --scale 0.02 --quarters 2025Q1,2025Q2
"""

import argparse
import json
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from time import perf_counter

from claim_review.province import (
    attached,
    details,
    prereminders,
    registers,
    reported,
    tables,
)
from claim_review.province.carried import (
    FIRST_QUARTER,
    first_sending,
    number_carried,
    second_sending,
)
from claim_review.province.cells import write_table
from claim_review.province.everyday import everyday
from claim_review.province.kinds import SEASON
from claim_review.province.part import Part
from claim_review.province.planting import planted
from claim_review.province.truth import Truth, write_truth
from claim_review.province.world import World, world
from claim_review.quarters import Quarter

SETTLEMENTS = 380_000
FORMAT = "claim-review/batch@1"
_PART_TABLES = {
    "setl_d": tables.settlements,
    "mdtrt_d": tables.encounters,
    "fee_list_d": details.fee_lines,
    "setl_diag_list_d": details.diagnoses,
    "mdcs_fund_setl_list_oprn_d": attached.operations,
    "fee_trac_d": attached.traces,
}
_REGISTERS = {
    "fixmedins_b": registers.institutions,
    "psn_info_b": registers.people,
    "dr_info_b": registers.doctors,
    "psn_insu_d": registers.insurances,
    "opsp_reg_d": registers.registrations,
    "hilist_b": registers.catalogue,
    "hilist_lmtpric_d": registers.price_ceilings,
}
_REPORTED = {
    "drug_stock_d": reported.stocks,
    "trac_stock_d": reported.packs,
    "selfpay_sale_d": reported.sales,
}
_SUMS = {
    "setl_d": {"medfee_sumamt": "amount", "fund_pay_sumamt": "fund"},
    "fee_list_d": {"det_item_fee_sumamt": "amount"},
}


def write_province(
    landing_dir: Path, truth_dir: Path, seed: int, scale: float, quarters: list[str]
) -> list[Path]:
    """Write one batch per quarter and return their folders.

    `scale` 1.0 is the whole prefecture: about 380,000 settlements a quarter. The
    same seed and scale give the same bytes, whichever quarters are written. What
    is planted is written to `<batch_id>.csv` in `truth_dir`.
    """
    return [
        batch for batch, _ in _written(landing_dir, truth_dir, seed, scale, quarters)
    ]


def _written(
    landing_dir: Path, truth_dir: Path, seed: int, scale: float, quarters: list[str]
) -> Iterator[tuple[Path, dict]]:
    """Write the batches one by one; yield each folder and its manifest."""
    same = world(seed, scale)
    truth_dir.mkdir(parents=True, exist_ok=True)
    for key in quarters:
        quarter = Quarter.parse(key)
        parts, truth, whole = _parts(same, quarter)
        batch = landing_dir / f"{quarter}-demo-1"
        manifest = _write_batch(whole, quarter, parts, batch)
        write_truth(truth_dir / f"{batch.name}.csv", truth)
        yield batch, manifest


def _parts(same: World, quarter: Quarter) -> tuple[list[Part], list[Truth], World]:
    """Return the parts of the batch, the truth, and the world with planted persons."""
    cases, truth, whole = planted(same, quarter)
    total = round(SETTLEMENTS * same.scale * SEASON[quarter.number])
    others = len(cases.sent_settlements) + number_carried(same, quarter)
    usual, noise = everyday(same, quarter, max(total - others, total // 4))
    parts = [usual, first_sending(same, quarter), cases]
    truth = truth + noise
    if quarter > FIRST_QUARTER:
        earlier, reversals = second_sending(same, quarter.previous)
        parts.append(earlier)
        truth = truth + reversals
    return parts, truth, whole


def _write_batch(same: World, quarter: Quarter, parts: list[Part], batch: Path) -> dict:
    batch.mkdir(parents=True, exist_ok=True)
    # A folder without manifest is no batch: an old one must not vouch for new files.
    (batch / "manifest.json").unlink(missing_ok=True)
    listed = {}
    for table, columns_of in _PART_TABLES.items():
        made = [columns_of(same, part) for part in parts]
        listed[table] = _write(batch, table, made)
        if table in _SUMS:
            listed[table]["sums"] = _sums(table, parts)
    for table, columns_of in _REGISTERS.items():
        listed[table] = _write(batch, table, [columns_of(same, quarter)])
    for table, columns_of in _REPORTED.items():
        listed[table] = _write(batch, table, [columns_of(same, quarter, parts)])
    made = prereminders.warnings(same, quarter, parts)
    listed[prereminders.TABLE] = _write(batch, prereminders.TABLE, made)
    manifest = {
        "format": FORMAT,
        "batch_id": batch.name,
        "source": f"demo province, seed {same.seed}, scale {same.scale:g}",
        "quarter": str(quarter),
        "kind": "regular",
        "extracted_from": f"{quarter.first_day}T00:00:00+08:00",
        "extracted_to": f"{quarter.last_day + timedelta(days=16)}T00:00:00+08:00",
        "tables": listed,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2)
    (batch / "manifest.json").write_text(text + "\n", encoding="utf-8")
    return manifest


def _write(batch: Path, table: str, made: list[tuple[tables.File, int]]) -> dict:
    names = made[0][0].keys()
    columns = [(name, [file[name] for file, _ in made]) for name in names]
    path = batch / f"{table}.csv.gz"
    write_table(path, columns, [rows for _, rows in made])
    return {
        "file": path.name,
        "rows": sum(rows for _, rows in made),
        "sha256": sha256(path.read_bytes()).hexdigest(),
    }


def _sums(table: str, parts: list[Part]) -> dict[str, str]:
    sums = {}
    for column, name in _SUMS[table].items():
        cents = 0
        for part in parts:
            rows, sent = (
                (part.settlements, part.sent_settlements)
                if table == "setl_d"
                else (part.lines, part.sent_lines)
            )
            cents += int(rows[name][sent].sum())
        sums[column] = f"{cents // 100}.{cents % 100:02d}"
    return sums


def main():
    """Write the batches that the command line asks for, one line per quarter."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--landing", type=Path, required=True)
    parser.add_argument("--truth", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--scale", type=float, default=0.02)
    parser.add_argument("--quarters", required=True, help="such as 2025Q1,2025Q2")
    asked = parser.parse_args()
    began = perf_counter()
    for batch, manifest in _written(
        asked.landing, asked.truth, asked.seed, asked.scale, asked.quarters.split(",")
    ):
        rows = {table: entry["rows"] for table, entry in manifest["tables"].items()}
        print(
            f"{manifest['quarter']}: {rows['setl_d']:,} settlements, "
            f"{rows['fee_list_d']:,} fee lines in {perf_counter() - began:.1f} s "
            f"-> {batch}",
            flush=True,
        )
        began = perf_counter()


if __name__ == "__main__":
    main()
