"""M-01, M-15 and M-20: lines outside a stay, stays that follow or overlap."""

from itertools import pairwise

import pandas as pd

from tests.second.lists import rows_of
from tests.second.province import Province


def outside_stay(p: Province) -> set[tuple]:
    closed = p.stays[p.stays["closed"]]
    lines = p.lines.merge(
        closed[["first", "last"]], left_on="mdtrt_id", right_index=True
    )
    early = (lines["first"] - lines["day"]).dt.days
    late = (lines["day"] - lines["last"]).dt.days
    off = pd.concat([early, late], axis=1).max(axis=1)
    examined = lines["med_chrgitm_type"].isin(["03", "04"]) & (off <= 3)
    out = lines[(off > 0) & ~examined].assign(off=off)
    return {
        ("M-01", r.setl_id, r.bkkp_sn, "suspect" if r.off == 1 else "hard")
        for r in out.itertuples()
    }


def _standing(p: Province) -> pd.DataFrame:
    """Return closed stays with a standing settlement (the last one of each)."""
    setl = p.setl[~p.setl["setl_id"].isin(p.gone)].sort_values("setl_time")
    setl = setl.drop_duplicates("mdtrt_id", keep="last")
    setl = setl[["mdtrt_id", "setl_id", "nwb_flag", "fund_pay_sumamt"]]
    stays = p.stays[p.stays["closed"]].drop(columns=["nwb_flag"], errors="ignore")
    return stays.merge(setl, left_index=True, right_on="mdtrt_id").sort_values(
        "begntime"
    )


def split_stay(p: Province) -> set[tuple]:
    exempt = {}
    for row in rows_of("exempt_diagnoses"):
        exempt.setdefault(row["exemption_id"], []).append(row["icd_prefix"])
    either = tuple(exempt["planned_readmission"] + exempt["second_eye"])
    second = tuple(exempt["emergency_reattack"])
    found = set()
    standing = _standing(p)
    key = ["psn_no", "fixmedins_code"]
    for _, stays in standing[standing.duplicated(key, keep=False)].groupby(key):
        ordered = list(stays.itertuples())
        for one, two in pairwise(ordered):
            gap = (two.first - one.last).days
            dx = one.dscg_maindiag_code, two.dscg_maindiag_code
            if not 0 <= gap <= 15 or dx[0][0] != dx[1][0] or one.dscg_way in "45":
                continue
            if dx[0].startswith(either) or dx[1].startswith((*either, *second)):
                continue
            if two.med_type == "24" or one.dscg_way == "2":
                continue
            turn_of_year = (one.last.month, two.first.month, gap) == (12, 1, 1)
            if turn_of_year or "1" in (one.nwb_flag, two.nwb_flag):
                continue
            score = (one.adm_dept_codg == two.adm_dept_codg) + 2 * (
                dx[0][:3] == dx[1][:3]
            )
            if score + 2 * (gap <= 2) >= 3:
                found.add(("M-15", two.setl_id, "", "suspect"))
    return found


def two_hospitals(p: Province) -> set[tuple]:
    found = set()
    standing = _standing(p)
    for _, stays in standing[standing.duplicated("psn_no", keep=False)].groupby(
        "psn_no"
    ):
        ordered = list(stays.itertuples())
        for number, one in enumerate(ordered):
            for two in ordered[number + 1 :]:
                days = (min(one.last, two.last) - max(one.first, two.first)).days
                if days < 1 or one.fixmedins_code == two.fixmedins_code:
                    continue
                if "1" in (one.nwb_flag, two.nwb_flag) or (
                    days == 1 and one.dscg_way == "2"
                ):
                    continue
                cheaper = sorted(
                    (one, two),
                    key=lambda s: (-s.fund_pay_sumamt, s.begntime, s.setl_id),
                )[-1]
                verdict = "hard" if days >= 2 else "suspect"
                found.add(("M-20", cheaper.setl_id, "", verdict))
    return found
