"""Coarse screens in the spirit of rules whatever tests/second makes of them.

Each returns the settlements that its rule might object to. They are wider than the
rules: nothing may fall in them but what is planted for that rule.
"""

from collections.abc import Callable

import pandas as pd
from tests.second.lists import OUTPATIENT, STAY, rows_of
from tests.second.province import Province, current

Screen = Callable[[Province], set[str]]
DAY = pd.Timedelta(days=1)
# Lists whose items everyday care uses as it may.
USED = {
    "accepted_exceptions", "daily_caps", "contained_items", "per_diem_items",
    "mutex_groups", "sex_limited_drugs", "level_limited_drugs", "unpayable_slices",
    "diversion_drugs", "substitution_goods", "item_sets",
    # Judged by screens of their own.
    "sex_limited_services", "dialysis_items", "setting_limited_services",
    "department_limited_services",
}  # fmt: skip


def groups() -> dict[str, str]:
    return {r["med_type"]: r["med_type_group"] for r in rows_of("med_types")}


def keys_of(name: str) -> set[str]:
    return {r["med_list_codg"] or r["hilist_name"] for r in rows_of(name)}


def on(lines: pd.DataFrame, keys: set[str]) -> pd.DataFrame:
    return lines[lines["med_list_codg"].isin(keys) | lines["hilist_name"].isin(keys)]


def scoped(p: Province) -> pd.DataFrame:
    return p.lines[p.lines["inscp_amt"] > 0]


def net(p: Province) -> pd.DataFrame:
    """Return the settlements that stand, with the group of their kind."""
    setl = p.setl[~p.setl["setl_id"].isin(p.gone)].copy()
    setl["group"] = setl["med_type"].map(groups())
    setl["at"] = pd.to_datetime(setl["setl_time"])
    setl["begin"] = pd.to_datetime(setl["begndate"])
    return setl


def stays(p: Province) -> pd.DataFrame:
    last = net(p).sort_values("at").drop_duplicates("mdtrt_id", keep="last")
    closed = p.stays[p.stays["closed"]][["first", "last", "dscg_maindiag_code"]]
    return last.merge(closed, left_on="mdtrt_id", right_index=True)


def unmapped_or_outside_the_catalogue(p: Province) -> set[str]:
    known = p.catalogue.set_index("hilist_code")
    ended = known["enddate"].replace("", "9999-12-31")
    lines = scoped(p)
    free = lines["hilist_code"].map(known["chrgitm_lv"]).isin(["01", "02"])
    until = lines["hilist_code"].map(ended).fillna("")
    late = lines["fee_ocur_time"].str[:10] > until
    return set(lines.loc[~free | late, "setl_id"])


def item_of_a_list(p: Province, rule_lists: set[str]) -> set[str]:
    keys = {key for name in rule_lists for key in keys_of(name)} - {""}
    return set(on(p.lines, keys)["setl_id"])


def listed_services_of_the_other_sex(p: Province) -> set[str]:
    allowed = {
        r["med_list_codg"]: r["allowed_gend"] for r in rows_of("sex_limited_services")
    }
    lines = p.lines[p.lines["med_list_codg"].isin(allowed.keys())]
    wrong = lines["gend"] != lines["med_list_codg"].map(allowed)
    return set(lines.loc[wrong & (lines["nwb_flag"] != "1"), "setl_id"])


def too_many_dialyses(p: Province) -> set[str]:
    days = on(p.lines, keys_of("dialysis_items")).drop_duplicates(
        ["psn_no", "med_list_codg", "day"]
    )
    size = days.groupby(["psn_no", "med_list_codg"])["day"].transform("size")
    return set(days.loc[size > 1, "setl_id"])


def setting(p: Province) -> set[str]:
    lines, found = p.lines, set()
    inside = lines["med_type"].map(groups()) == STAY
    for row in rows_of("setting_limited_services"):
        mine = lines["med_list_codg"] == row["med_list_codg"]
        if row["allows_inpatient"] != "1":
            found |= set(lines.loc[mine & inside, "setl_id"])
        if row["allows_outpatient"] != "1":
            found |= set(lines.loc[mine & ~inside, "setl_id"])
    return found


def department(p: Province) -> set[str]:
    found = set()
    for row in rows_of("department_limited_services"):
        lines = p.lines[p.lines["med_list_codg"] == row["med_list_codg"]]
        named = lines["bilg_dept_name"] + lines["acord_dept_name"]
        found |= set(lines.loc[~named.str.contains(row["allowed_words"]), "setl_id"])
    return found


def two_of_a_group_on_a_day(p: Province) -> set[str]:
    group = {r["med_list_codg"]: r["group_id"] for r in rows_of("mutex_groups")}
    lines = scoped(p)[scoped(p)["med_list_codg"].isin(group.keys())].copy()
    lines["group"] = lines["med_list_codg"].map(group)
    kinds = lines.groupby(["mdtrt_id", "group", "day"])["med_list_codg"]
    return set(lines.loc[kinds.transform("nunique") > 1, "setl_id"])


def sent_twice(p: Province) -> set[str]:
    lines = p.lines[p.lines["med_chrgitm_type"].isin(["03", "04", "06"])]
    key = ["setl_id", "med_list_codg", "time"]
    return set(lines.loc[lines.duplicated(key, keep=False), "setl_id"])


def long_supplies(p: Province) -> set[str]:
    lines = p.lines[p.lines["list_type"].isin(["101", "104"])]
    group = lines["med_type"].map(groups())
    most = group.map({"门诊": 7, "慢特病": 30, "购药": 30}).fillna(999)
    most = most.where(~lines["med_type"].isin(["13", "1301"]), 3)
    days = pd.to_numeric(lines["prd_days"]).fillna(0)
    return set(lines.loc[days > most, "setl_id"])


def many_drugs(p: Province) -> set[str]:
    out = p.lines["med_type"].map(groups()).isin(["门诊", "慢特病"])
    lines = p.lines[out & p.lines["list_type"].isin(["101", "104"])]
    kinds = lines.groupby(["mdtrt_id", "rx_drord_no"])["med_list_codg"]
    day = lines.groupby(["psn_no", "day"])["med_list_codg"]
    many = (kinds.transform("nunique") > 5) | (day.transform("nunique") > 10)
    return set(lines.loc[many, "setl_id"])


def surgery_and_operations(p: Province) -> set[str]:
    lines = p.lines[p.lines["mdtrt_id"].isin(p.stays.index[p.stays["closed"]])]
    coded = lines["med_list_codg"].str.startswith(("0032", "0033"))
    cut = lines[coded & (lines["med_chrgitm_type"] == "06")]
    operated, with_lines = set(p.operations["mdtrt_id"]), set(cut["mdtrt_id"])
    wrong = (with_lines - operated) | (operated & set(lines["mdtrt_id"])) - with_lines
    return set(lines.loc[lines["mdtrt_id"].isin(wrong), "setl_id"])


def admitted_often(p: Province) -> set[str]:
    s = stays(p).sort_values(["psn_no", "first"])
    third = s.groupby("psn_no")["first"].shift(2)
    return set(s.loc[s["first"] - third <= 90 * DAY, "setl_id"])


def little_need(p: Province) -> set[str]:
    """Four of the five signs count; a stay with three of them is found."""
    s = stays(p).set_index("mdtrt_id")
    lines = p.lines[p.lines["mdtrt_id"].isin(s.index)].copy()
    lines["fee"] = lines["pric"] * lines["cnt"]
    kind = lines.pivot_table("fee", "mdtrt_id", "med_chrgitm_type", "sum", fill_value=0)
    kind = kind.reindex(columns=[f"{n:02d}" for n in range(1, 15)], fill_value=0)
    whole = kind.sum(axis=1)
    minor = tuple(
        r["icd_prefix"]
        for r in rows_of("diagnosis_sets")
        if r["set_id"] == "minor_illness"
    )
    signs = pd.DataFrame(
        {
            "short": (s["last"] - s["first"]).dt.days <= 3,
            "care": kind[["05", "09", "10", "11"]].sum(axis=1) / whole < 0.2,
            "tests": kind[["03", "04"]].sum(axis=1) / whole > 0.6,
            "nothing": kind[["05", "06"]].sum(axis=1) == 0,
            "minor": s["dscg_maindiag_code"].str.startswith(minor),
        }
    )
    signs = signs.loc[s.index].fillna(False)
    found = s[(signs.sum(axis=1) >= 3) & (s["med_type"] != "28")]
    return set(found["setl_id"])


def empty_days(p: Province) -> set[str]:
    s = stays(p).set_index("mdtrt_id")
    lines = p.lines[p.lines["mdtrt_id"].isin(s.index)]
    charged = lines[lines["med_chrgitm_type"].isin(["01", "02", "07", "13"])]
    cared = lines[~lines.index.isin(charged.index)]
    both = charged[["mdtrt_id", "day"]].drop_duplicates()
    busy = pd.MultiIndex.from_frame(cared[["mdtrt_id", "day"]].drop_duplicates())
    empty = both[~pd.MultiIndex.from_frame(both).isin(busy)]
    empty = empty[empty["day"] > empty["mdtrt_id"].map(s["first"])]
    empty = empty[empty["day"] < empty["mdtrt_id"].map(s["last"])]
    empty = empty.sort_values(["mdtrt_id", "day"])
    next_day = empty.groupby("mdtrt_id")["day"].diff() == DAY
    return set(s.loc[empty.loc[next_day, "mdtrt_id"], "setl_id"])


def elsewhere_during_a_stay(p: Province) -> set[str]:
    visits = net(p)
    visits = visits[visits["group"].isin(OUTPATIENT)]
    both = visits.merge(
        stays(p)[["psn_no", "fixmedins_code", "first", "last"]], on="psn_no"
    )
    inside = (both["begin"] > both["first"]) & (both["begin"] < both["last"])
    return set(both.loc[inside, "setl_id"])


def two_outlets_on_a_day(p: Province) -> set[str]:
    lines = p.lines[p.lines["med_type"].map(groups()).isin(OUTPATIENT)]
    lines = lines[lines["list_type"].isin(["101", "104"])]
    places = lines.groupby(["psn_no", "med_list_codg", "day"])["fixmedins_code"]
    return set(lines.loc[places.transform("nunique") > 1, "setl_id"])


def not_registered(p: Province) -> set[str]:
    chronic = net(p)[lambda s: s["group"] == "慢特病"]
    both = chronic.merge(p.registrations, on="psn_no", suffixes=("", "_reg"))
    open_ = both["enddate_reg"].replace("", "9999-12-31") >= both["begndate"].str[:10]
    named = (both["dise_no"] == both["opsp_dise_code"]) | (both["dise_no"] == "")
    return set(chronic["setl_id"]) - set(both.loc[open_ & named, "setl_id"])


def trace_codes(p: Province) -> set[str]:
    """Codes settled twice, malformed, or missing where the institution sends codes."""
    codes = p.traces[~p.traces["setl_id"].isin(p.gone)]
    twice = codes.groupby("drug_trac_codg")["setl_id"].transform("nunique") > 1
    odd = ~codes["drug_trac_codg"].str.fullmatch(r"\d{20}")
    lines = p.lines[p.lines["list_type"] == "101"]
    lines = lines[lines["med_type"].map(groups()).isin(OUTPATIENT)]
    lines = lines[lines["fixmedins_code"].isin(codes["fixmedins_code"])]
    without = lines.loc[~lines["bkkp_sn"].isin(codes["bkkp_sn"]), "setl_id"]
    return set(codes.loc[twice | odd, "setl_id"]) | set(without)


def not_insured(p: Province) -> set[str]:
    setl = net(p)
    both = setl.merge(p.insured, on=["psn_no", "insutype"])
    begin = both["begin"].dt.strftime("%Y-%m-%d")
    until = both["paus_insu_date"].replace("", "9999-12-31")
    covered = (both["crt_insu_date"] <= begin) & (begin <= until)
    return set(setl["setl_id"]) - set(both.loc[covered, "setl_id"])


def after_death(p: Province) -> set[str]:
    lines = p.lines.merge(p.people[["psn_no", "deth_date"]], on="psn_no")
    late = (lines["deth_date"] != "") & (
        lines["fee_ocur_time"].str[:10] > lines["deth_date"]
    )
    return set(lines.loc[late, "setl_id"])


def not_contracted(p: Province) -> set[str]:
    setl = net(p)
    ended = setl["fixmedins_code"].map(p.place["endtime"]).replace("", "9999")
    return set(setl.loc[setl["setl_time"] > ended, "setl_id"])


def doctors_without_right(p: Province) -> set[str]:
    gone = p.doctors[(p.doctors["prac_stas"] != "1") | (p.doctors["nemp_time"] != "")]
    until = p.doctors[p.doctors["cntr_endtime"] != ""]
    odd = set(gone["dr_code"]) | set(until["dr_code"])
    unknown = ~p.lines["bilg_dr_code"].isin({*p.doctors["dr_code"], ""})
    return set(p.lines.loc[unknown | p.lines["bilg_dr_code"].isin(odd), "setl_id"])


def paid_twice(p: Province) -> set[str]:
    setl = net(p)
    key = ["psn_no", "fixmedins_code", "medfee_sumamt"]
    pairs = setl[(setl["medfee_sumamt"] >= 200) & setl.duplicated(key, keep=False)]
    return set(pairs.loc[pairs["pay_loc"] == "1", "setl_id"])


def third_parties(p: Province) -> set[str]:
    return set(net(p)[lambda s: s["med_type"].isin(["22", "81", "9903"])]["setl_id"])


def crowded_counters(p: Province) -> set[str]:
    """Six persons within ten minutes at one outlet."""
    visits = net(p)[lambda s: s["group"].isin(OUTPATIENT)].sort_values("at")
    sixth = visits.groupby("fixmedins_code")["at"].shift(5)
    return set(visits.loc[visits["at"] - sixth <= pd.Timedelta(minutes=10), "setl_id"])


def outpatients_as_inpatients_before(p: Province) -> set[str]:
    return set(p.setl.loc[p.setl["clr_way"].isin(["40", "50"]), "setl_id"])


# By rule; a settlement named in the truth of one of these rules is no finding.
SCREENS: dict[str, Screen] = {
    "D-04 P-13": unmapped_or_outside_the_catalogue,
    "C-02": listed_services_of_the_other_sex,
    "C-24 P-23": too_many_dialyses,
    "P-20": setting,
    "P-19": department,
    "P-24": two_of_a_group_on_a_day,
    "P-29": sent_twice,
    "P-08": long_supplies,
    "M-13": many_drugs,
    "M-04 M-05 M-07 M-11": surgery_and_operations,
    "M-16 M-26 M-15": admitted_often,
    "M-17": little_need,
    "M-18": empty_days,
    "M-18 M-19": elsewhere_during_a_stay,
    "O-02": two_outlets_on_a_day,
    "O-05": not_registered,
    "O-06 O-07 O-08": trace_codes,
    "M-22": not_insured,
    "M-21": after_death,
    "M-23": not_contracted,
    "M-24": doctors_without_right,
    "M-28": paid_twice,
    "M-29": third_parties,
    "O-10": crowded_counters,
    "O-22 B-10": outpatients_as_inpatients_before,
}


class Whole(Province):
    """A province with the attachments that the screens read."""

    def __init__(self, batches):
        super().__init__(batches)
        self.operations = current(
            batches, "mdcs_fund_setl_list_oprn_d", "setl_list_oprn_id"
        )
        self.traces = current(batches, "fee_trac_d", ["bkkp_sn", "drug_trac_codg"])
        self.doctors = current(batches, "dr_info_b", "dr_code")
