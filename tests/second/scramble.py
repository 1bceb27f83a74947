"""Batches in which chance has mixed what the demo province keeps apart.

The province is clear of everything but its cases. Here a share of lines becomes listed
items, and persons, dates and rights change, so that rules meet what nobody planned.
"""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from random import Random

import pandas as pd

from tests.second.lists import LISTS, rows_of

ITEM = ["hilist_code", "hilist_name", "list_type", "med_list_codg", "med_chrgitm_type"]


def scramble(batch: Path, seed: int, quarter: str) -> None:
    """Change a batch in place, its manifest with it; all sums stay as they are."""
    random = Random(seed)
    setl = read(batch, "setl_d")
    stays = setl[setl["med_type"].isin(["21", "24", "26", "28"])]
    swaps = persons_of_stays(random, setl, stays)
    period = pd.Period(quarter, "Q")
    days = pd.date_range(period.start_time, period.end_time).strftime("%Y-%m-%d")
    changes: dict[str, Callable[[pd.DataFrame], None]] = {
        "setl_d": lambda rows: (
            move(rows, swaps),
            some(random, rows, 0.05, "brdy", list(setl["brdy"])),
            some(random, rows, 0.05, "gend", ["1", "2"]),
            some(random, rows, 0.03, "nwb_flag", ["1"]),
            some(random, rows, 0.03, "insutype", ["310", "390", "510"]),
            some(random, rows, 0.03, "pay_loc", ["1"]),
        ),
        "mdtrt_d": lambda rows: (
            move(rows, swaps),
            some(random, rows, 0.03, "traf_dept_flag", ["1"]),
            some(random, rows, 0.03, "dscg_way", ["2", "4", "5"]),
        ),
        "fee_list_d": lambda rows: (move(rows, swaps), list_items(random, rows)),
        "setl_diag_list_d": lambda rows: (
            move(rows, swaps),
            some(random, rows, 0.05, "diag_code", ["O80.000", "Z49.100", "Q96.900"]),
        ),
        "psn_info_b": lambda rows: (
            some(random, rows, 0.05, "deth_date", days),
            some(random, rows, 0.5, "surv_stas", ["3", ""]),
        ),
        "psn_insu_d": lambda rows: some(random, rows, 0.1, "paus_insu_date", days),
        "opsp_reg_d": lambda rows: some(random, rows, 0.3, "enddate", days),
        "fixmedins_b": lambda rows: some(random, rows, 0.05, "endtime", days),
        "hilist_b": lambda rows: some(random, rows, 0.02, "enddate", days),
    }
    for table, change in changes.items():
        rows = read(batch, table)
        change(rows)
        write(batch, table, rows)


def read(batch: Path, table: str) -> pd.DataFrame:
    return pd.read_csv(batch / f"{table}.csv.gz", dtype=str, keep_default_na=False)


def write(batch: Path, table: str, rows: pd.DataFrame) -> None:
    file = batch / f"{table}.csv.gz"
    rows.to_csv(file, index=False)
    manifest = json.loads((batch / "manifest.json").read_text())
    manifest["tables"][table]["sha256"] = sha256(file.read_bytes()).hexdigest()
    (batch / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False))


def some(random: Random, rows: pd.DataFrame, share: float, name: str, values) -> None:
    """Give a share of the rows one of the values, each by chance."""
    chosen = random.sample(range(len(rows)), int(share * len(rows)))
    column = rows.columns.get_loc(name)
    for row in chosen:
        rows.iat[row, column] = random.choice(values)


def persons_of_stays(
    random: Random, setl: pd.DataFrame, stays: pd.DataFrame
) -> dict[str, str]:
    """Return encounters that become those of somebody who was in a hospital then."""
    visits = setl[~setl["mdtrt_id"].isin(stays["mdtrt_id"])]
    visits = visits.drop_duplicates("mdtrt_id")
    by_day = dict(tuple(stays.groupby(stays["begndate"].str[:10])))
    swaps = {}
    for visit in visits.sample(
        frac=0.15, random_state=random.randrange(10**6)
    ).itertuples():
        day = pd.Timestamp(visit.begndate) - pd.Timedelta(random.randint(0, 4), "D")
        if str(day.date()) in by_day:
            swaps[visit.mdtrt_id] = random.choice(
                list(by_day[str(day.date())]["psn_no"])
            )
    return swaps


def move(rows: pd.DataFrame, swaps: dict[str, str]) -> None:
    """Give the encounters to their new persons."""
    rows["psn_no"] = rows["mdtrt_id"].map(swaps).fillna(rows["psn_no"])


def list_items(random: Random, rows: pd.DataFrame) -> None:
    """Turn a share of the lines into lines of items that a list knows."""
    keys = {
        row.get("med_list_codg") or row.get("hilist_name")
        for file in LISTS.glob("*.csv")
        for row in rows_of(file.stem)
    } - {None, ""}
    slices = {
        r[side]
        for r in rows_of("incompatible_slices")
        for side in ("slice_a", "slice_b")
    }
    known = rows["med_list_codg"].isin(keys) | rows["hilist_name"].isin(keys | slices)
    items = rows.loc[known, ITEM].drop_duplicates().values.tolist()
    columns = [rows.columns.get_loc(name) for name in ITEM]
    for row in random.sample(range(len(rows)), int(0.15 * len(rows))):
        for column, value in zip(columns, random.choice(items), strict=True):
            rows.iat[row, column] = value
