"""P-23, P-26 and P-28: more units than a day, a stay or another item allows."""

from datetime import timedelta

import pandas as pd

from tests.second.lists import rows_of
from tests.second.province import Province, known


def _excess(lines: pd.DataFrame, excess: float) -> list[str]:
    """Return the lines on which the excess lies, from the last one backwards."""
    flagged = []
    for line in lines.iloc[::-1].itertuples():
        if excess <= 1e-9:
            break
        flagged.append((line.setl_id, line.bkkp_sn))
        excess -= line.cnt
    return flagged


def daily_cap(p: Province) -> set[tuple]:
    caps = {r["med_list_codg"]: float(r["max_quantity"]) for r in rows_of("daily_caps")}
    found = set()
    in_scope = p.lines[p.lines["inscp_amt"] > 0]  # a bed for the family is none
    lines = known(in_scope, rows_of("daily_caps"), "med_list_codg")
    key = ["psn_no", "med_list_codg", "day"]
    # Yesterday's units were charged, whether or not the cap was in force yet.
    totals = in_scope[in_scope["med_list_codg"].isin(caps)].groupby(key)["cnt"].sum()
    several = lines.groupby(key)["cnt"].transform("sum") > 1
    admitted = p.stays["first"].to_dict()
    encounter = lines.set_index("bkkp_sn")["mdtrt_id"].to_dict()
    for (person, code, date), day in lines[several].groupby(key):
        over = day["cnt"].sum() - caps[code]
        if over <= 1e-9:
            continue
        before = totals.get((person, code, date - pd.Timedelta(days=1)), 0)
        within_two_days = day["cnt"].sum() + before <= 2 * caps[code]
        for setl_id, bkkp_sn in _excess(day.sort_values("bkkp_sn"), over):
            # A ward that posts yesterday's units today exceeds one day, not two.
            was_in = admitted.get(encounter[bkkp_sn], date) < date
            verdict = "suspect" if was_in and within_two_days else "hard"
            found.add(("P-26", setl_id, bkkp_sn, verdict))
    return found


def contained(p: Province) -> set[tuple]:
    found = set()
    pairs = rows_of("contained_items")
    codes = {pair[side] for pair in pairs for side in ("item_a", "item_b")}
    charged = p.lines[p.lines["med_list_codg"].isin(codes)]
    by_code = dict(tuple(charged.groupby("med_list_codg")))
    for pair in pairs:
        a, b = by_code.get(pair["item_a"]), by_code.get(pair["item_b"])
        if a is None or b is None:
            continue
        verdict = "suspect" if pair["bypass"] == "1" else "hard"
        a, b = known(a, [pair], "item_a"), known(b, [pair], "item_b")
        both = a.merge(b, on="mdtrt_id", suffixes=("_a", ""))
        apart = (both["time"] - both["time_a"]).abs()
        window = {
            "same_day": both["day_a"] == both["day"],
            "same_encounter": apart >= timedelta(0),
            "within_6_hours": apart <= timedelta(hours=6),
            "same_hour": apart < timedelta(hours=1),
        }[pair["pair_window"]]
        for _, lines in both[window].groupby("mdtrt_id"):
            room = float(pair["included_quantity"] or "inf")
            for line in (
                lines.drop_duplicates("bkkp_sn").sort_values("time").itertuples()
            ):
                if room > 0:
                    found.add(("P-23", line.setl_id, line.bkkp_sn, verdict))
                room -= line.cnt
    return found


def per_diem(p: Province) -> set[tuple]:
    family = {r["med_list_codg"]: r["family"] for r in rows_of("per_diem_items")}
    lines = known(p.lines, rows_of("per_diem_items"), "med_list_codg")
    lines = lines[lines["inscp_amt"] > 0].copy()
    lines = lines[lines["mdtrt_id"].isin(p.stays.index[p.stays["closed"]])]
    lines["family"] = lines["med_list_codg"].map(family)
    length = (p.stays["last"] - p.stays["first"]).dt.days.clip(lower=1)
    units = lines.groupby(["mdtrt_id", "family"])["cnt"].transform("sum")
    lines = lines[units > lines["mdtrt_id"].map(length)]
    found = set()
    for (mdtrt, _), units in lines.groupby(["mdtrt_id", "family"]):
        over = units["cnt"].sum() - length[mdtrt]
        if over > 1e-9:
            verdict = "hard" if over > 1 + 1e-9 else "suspect"
            ordered = units.sort_values(["fee_ocur_time", "bkkp_sn"])
            found |= {("P-28", *unit, verdict) for unit in _excess(ordered, over)}
    return found
