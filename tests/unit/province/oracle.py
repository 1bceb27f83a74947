"""The ten rules in plain pandas, written from their descriptions alone.

Slow and simple on purpose: it says what the planted cases must come to, and
shares nothing with the generator or with the SQL of the rules but the lists.
"""

import csv
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pandas as pd

LISTS = Path(__file__).parents[3] / "include" / "rules" / "knowledge"
STAY = "住院"
COLUMNS = {
    "fee_list_d": [
        "bkkp_sn",
        "setl_id",
        "mdtrt_id",
        "psn_no",
        "fixmedins_code",
        "med_type",
        "fee_ocur_time",
        "cnt",
        "pric",
        "det_item_fee_sumamt",
        "inscp_amt",
        "rx_drord_no",
        "list_type",
        "prd_days",
        "bilg_dr_code",
        "bilg_dept_name",
        "acord_dept_name",
        "hilist_code",
        "hilist_name",
        "med_list_codg",
        "med_chrgitm_type",
        "bilg_dept_codg",
        "rx_circ_flag",
        "init_feedetl_sn",
        "exch_updt_time",
    ]
}


def rows_of(name: str) -> list[dict]:
    with (LISTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def current(batches: list[Path], table: str, key: str) -> pd.DataFrame:
    """Return the latest version of every row of the batches, all as text."""
    parts = [
        pd.read_csv(
            b / f"{table}.csv.gz",
            dtype=str,
            keep_default_na=False,
            usecols=COLUMNS.get(table),
        )
        for b in batches
    ]
    rows = pd.concat(parts, ignore_index=True)
    if "exch_updt_time" in rows:
        rows = rows.sort_values("exch_updt_time", kind="stable")
    return rows.drop_duplicates(key, keep="last").reset_index(drop=True)


class Province:
    """The current rows of all batches, joined as the rules need them."""

    def __init__(self, batches: list[Path]):
        self.setl = current(batches, "setl_d", "setl_id")
        self.mdtrt = current(batches, "mdtrt_d", "mdtrt_id").set_index("mdtrt_id")
        self.fee = current(batches, "fee_list_d", "bkkp_sn")
        self.diag = current(batches, "setl_diag_list_d", "diag_info_id")
        self.place = current(batches, "fixmedins_b", "fixmedins_code")
        self.place = self.place.set_index("fixmedins_code")
        self.limit = current(
            batches,
            "hilist_lmtpric_d",
            ["hilist_code", "hilist_lmtpric_type", "begndate", "insu_admdvs"],
        )
        for name in ("cnt", "pric", "inscp_amt"):
            self.fee[name] = self.fee[name].astype(float)
        self.fee["time"] = pd.to_datetime(self.fee["fee_ocur_time"])
        self.fee["day"] = self.fee["time"].dt.normalize()
        self.setl["level"] = self.setl["hosp_lv"].map(level)
        for name in ("fund_pay_sumamt", "acct_pay", "medfee_sumamt"):
            self.setl[name] = self.setl[name].astype(float)
        self.lines = self._net_lines()
        self.stays = self._stays()

    def _net_lines(self) -> pd.DataFrame:
        """Return the lines of settlements that stand, with what is left of them."""
        self.gone = self._taken_back()
        fee = self.fee[
            (self.fee["setl_id"] != "") & ~self.fee["setl_id"].isin(self.gone)
        ]
        refunds = fee[fee["cnt"] < 0].sort_values("bkkp_sn")
        charged = fee[fee["cnt"] > 0].sort_values("bkkp_sn").set_index("bkkp_sn")
        left = charged["cnt"].to_dict()
        like = {}
        for line in charged[charged["mdtrt_id"].isin(refunds["mdtrt_id"])].itertuples():
            key = (line.mdtrt_id, line.med_list_codg, line.day, line.bilg_dept_codg)
            like.setdefault(key, []).append(line.Index)
        for line in refunds.itertuples():
            key = (line.mdtrt_id, line.med_list_codg, line.day, line.bilg_dept_codg)
            back = -line.cnt
            named = line.init_feedetl_sn
            for target in [named] if named else like.get(key, []):
                taken = min(back, left.get(target, 0))
                if taken:
                    left[target] -= taken
                    back -= taken
        charged = charged.reset_index()
        charged["cnt"] = charged["bkkp_sn"].map(left)
        net = charged[charged["cnt"] > 1e-9]
        more = self.setl.set_index("setl_id")[
            ["level", "gend", "nwb_flag", "fund_pay_sumamt", "acct_pay"]
        ]
        return net.join(more, on="setl_id")

    def _taken_back(self) -> set[str]:
        """Return reversals and what they reverse: by name, else by visit and amount."""
        gone = set(self.setl.loc[self.setl["init_setl_id"] != "", "setl_id"])
        gone |= set(self.setl["init_setl_id"])
        rest = self.setl[~self.setl["setl_id"].isin(gone)].sort_values("setl_time")
        for back in rest[rest["medfee_sumamt"] < 0].itertuples():
            fits = (rest["mdtrt_id"] == back.mdtrt_id) & (
                rest["medfee_sumamt"] == -back.medfee_sumamt
            )
            gone |= {back.setl_id, *rest.loc[fits, "setl_id"].head(1)}
        return gone

    def _stays(self) -> pd.DataFrame:
        group = {r["med_type"]: r["med_type_group"] for r in rows_of("med_types")}
        stays = self.mdtrt[self.mdtrt["med_type"].map(group) == STAY].copy()
        stays["closed"] = stays["endtime"] != ""
        stays["first"] = pd.to_datetime(stays["begntime"]).dt.normalize()
        stays["last"] = pd.to_datetime(stays["endtime"]).dt.normalize()
        return stays


def level(hosp_lv: str) -> int:
    levels = {r["hosp_lv"]: int(r["level_number"]) for r in rows_of("hospital_levels")}
    return levels[hosp_lv.lstrip("0")]


def all_hits(p: Province) -> set[tuple]:
    """Return (rule, setl_id, bkkp_sn, verdict) of all ten rules in all quarters."""
    found = set()
    for rule in (
        sex,
        limited_level,
        slices,
        ceiling,
        daily_cap,
        contained,
        per_diem,
        outside_stay,
        split_stay,
        two_hospitals,
    ):
        found |= rule(p)
    payable = set(p.fee.loc[p.fee["inscp_amt"] > 0, "bkkp_sn"]) | {""}
    return {hit for hit in found if hit[2] in payable}


def settled_in(p: Province, quarter: str) -> set[str]:
    """Return the settlements that were settled in the quarter."""
    times = pd.to_datetime(p.setl["setl_time"])
    key = times.dt.year.astype(str) + "Q" + times.dt.quarter.astype(str)
    return set(p.setl.loc[key == quarter, "setl_id"])


def sex(p: Province) -> set[tuple]:
    allowed = {
        r["med_list_codg"]: r["allowed_gend"] for r in rows_of("sex_limited_drugs")
    }
    prefixes = tuple(
        r["icd_prefix"]
        for r in rows_of("exempt_diagnoses")
        if r["exemption_id"] == "sex_uncertain"
    )
    uncertain = set(
        p.diag.loc[p.diag["diag_code"].str.startswith(prefixes), "mdtrt_id"]
    )
    found = set()
    for line in p.lines[p.lines["med_list_codg"].isin(allowed.keys())].itertuples():
        wrong = (
            line.gend in "12" and line.gend and line.gend != allowed[line.med_list_codg]
        )
        if wrong and line.nwb_flag != "1" and line.mdtrt_id not in uncertain:
            account = line.fund_pay_sumamt == 0 and line.acct_pay > 0
            verdict = "suspect" if account else "hard"
            found.add(("C-01", line.setl_id, line.bkkp_sn, verdict))
    return found


def limited_level(p: Province) -> set[tuple]:
    rows = {r["hilist_name"]: r for r in rows_of("level_limited_drugs")}
    lines = p.lines[p.lines["hilist_name"].isin(rows.keys())]
    found = set()
    for line in lines.itertuples():
        least = int(rows[line.hilist_name]["min_level"])
        first = rows[line.hilist_name]["first_prescription_only"] == "1"
        now = level(p.place.loc[line.fixmedins_code, "hosp_lv"])
        if line.level < least and now < least and line.rx_circ_flag != "1":
            own = lines[lines["psn_no"] == line.psn_no]
            above = own[
                (own["hilist_name"] == line.hilist_name) & (own["level"] >= least)
            ]
            gap = line.day - above["day"]
            if (
                first
                and ((gap >= pd.Timedelta(0)) & (gap <= pd.Timedelta(365, "D"))).any()
            ):
                continue
            mild = first or line.med_type in ("13", "1301")
            verdict = "suspect" if mild else "hard"
            found.add(("P-11", line.setl_id, line.bkkp_sn, verdict))
    return found


def slices(p: Province) -> set[tuple]:
    listed = {r["med_list_codg"]: r["valid_from"] for r in rows_of("unpayable_slices")}
    return {
        ("P-03", line.setl_id, line.bkkp_sn, "hard")
        for line in p.lines[p.lines["med_list_codg"].isin(listed.keys())].itertuples()
        if line.inscp_amt > 0 and str(line.day.date()) >= listed[line.med_list_codg]
    }


def ceiling(p: Province) -> set[tuple]:
    lines = p.lines[p.lines["med_list_codg"].str.endswith("0000")].copy()
    lines["kind"] = lines["level"].clip(lower=1).astype(str)
    both = lines.merge(
        p.limit,
        left_on=["hilist_code", "kind"],
        right_on=["hilist_code", "hilist_lmtpric_type"],
    )
    date = both["fee_ocur_time"].str[:10]
    open_ = both["enddate"] == ""
    inside = (date >= both["begndate"].str[:10]) & (
        open_ | (date <= both["enddate"].str[:10])
    )
    above = both["pric"] > both["hilist_pric_uplmt_amt"].astype(float) + 1e-9
    return {
        ("P-14", r.setl_id, r.bkkp_sn, "hard")
        for r in both[inside & above].itertuples()
    }


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
    lines = p.lines[p.lines["med_list_codg"].isin(caps.keys())]
    lines = lines[lines["inscp_amt"] > 0]  # a bed for the family is no second bed
    key = ["psn_no", "med_list_codg", "day"]
    totals = lines.groupby(key)["cnt"].sum()
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
    by_code = dict(tuple(p.lines.groupby("med_list_codg")))
    for pair in rows_of("contained_items"):
        a, b = by_code.get(pair["item_a"]), by_code.get(pair["item_b"])
        if a is None or b is None:
            continue
        verdict = "suspect" if pair["bypass"] == "1" else "hard"
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
    lines = p.lines[p.lines["med_list_codg"].isin(family.keys())]
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
