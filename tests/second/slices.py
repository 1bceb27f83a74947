"""C-13 and C-14: slices that do not go together, and too many of them."""

import pandas as pd

from tests.second.limits import Found
from tests.second.lists import STAY, rows_of, since, threshold
from tests.second.province import Province


def prescriptions(lines: pd.DataFrame, least: int):
    """Yield the slices of each prescription, and whether it has a number.

    Without one, and in stays, where the number is that of an order, what one doctor
    writes in one encounter on one day is taken together. Prescriptions of fewer lines
    than the least are left out.
    """
    lines = lines[lines["list_type"] == "102"]
    numbered = (lines["rx_drord_no"] != "") & (lines["group"] != STAY)
    for own, key, has_number in (
        (lines[numbered], ["mdtrt_id", "rx_drord_no"], True),
        (lines[~numbered], ["mdtrt_id", "day", "bilg_dr_code"], False),
    ):
        long = own.groupby(key)["bkkp_sn"].transform("size") >= least
        for _, slices in own[long].groupby(key):
            yield slices, has_number


def incompatible(p: Province) -> Found:
    found = set()
    rows = rows_of("incompatible_slices")
    named = {row[side] for row in rows for side in ("slice_a", "slice_b")}
    lines = p.lines[p.lines["hilist_name"].isin(named)]
    for own, numbered in prescriptions(lines, 2):
        for row in rows:
            valid = own[own["day"] >= pd.Timestamp(since(row))]
            pair = valid[valid["hilist_name"].isin([row["slice_a"], row["slice_b"]])]
            if pair["hilist_name"].nunique() == 2:
                verdict = "suspect" if numbered else "alert"
                for line in pair.itertuples():
                    found.add(("C-13", line.setl_id, line.bkkp_sn, verdict))
    return found


def too_many(p: Province) -> Found:
    found = set()
    most = int(threshold("slice_kinds_max"))
    for whole, numbered in prescriptions(p.lines, most + 1):
        paste = whole["tcmdrug_used_way"].str.contains("膏")
        own = whole[(whole["inscp_amt"] > 0) & ~paste]
        yuan = own.groupby("med_list_codg")["det_item_fee_sumamt"].sum()
        beyond = len(yuan) - most
        if beyond <= 0:
            continue
        cheapest = yuan.reset_index().sort_values(
            ["det_item_fee_sumamt", "med_list_codg"]
        )["med_list_codg"][:beyond]
        verdict = "suspect" if numbered else "alert"
        for line in own[own["med_list_codg"].isin(set(cheapest))].itertuples():
            found.add(("C-14", line.setl_id, line.bkkp_sn, verdict))
    return found
