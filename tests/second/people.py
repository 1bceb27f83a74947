"""M-19, M-21, M-22, M-23 and M-28: whether this person could be treated and paid."""

import pandas as pd

from tests.second.limits import BASIC, Found, completed_months
from tests.second.lists import EMERGENCY, OUTPATIENT, prefixes, threshold
from tests.second.province import Province

DAY = pd.Timedelta(1, "D")


def paid(p: Province) -> pd.DataFrame:
    """Return the standing settlements for which fund or account paid anything."""
    return p.standing[(p.standing["fund_pay_sumamt"] > 0) | p.standing["account_only"]]


def bill_during_stay(p: Province) -> Found:
    assert threshold("outpatient_during_stay_barred") == 0
    dialysis = p.diag["diag_code"].str.startswith(prefixes("dialysis"))
    dialysed = set(p.diag.loc[dialysis, "mdtrt_id"])
    newborn = set(p.standing.loc[p.standing["nwb_flag"] == "1", "mdtrt_id"])
    stays = p.stays[p.stays["closed"] & p.stays.index.isin(p.standing["mdtrt_id"])]
    bills = paid(p)
    bills = bills[bills["group"].isin(OUTPATIENT)]
    both = bills.merge(stays.reset_index(), on="psn_no", suffixes=("", "_stay"))
    found = set()
    for pair in both.itertuples():
        visits = {pair.mdtrt_id, pair.mdtrt_id_stay}
        if (
            pair.first < pair.begin < pair.last
            and pair.fixmedins_code != pair.fixmedins_code_stay
            and not visits & (dialysed | newborn)
        ):
            verdict = "alert" if pair.account_only else "suspect"
            found.add(("M-19", pair.setl_id, "", verdict))
    return found


def after_death(p: Province) -> Found:
    # Somebody recorded alive has not died, whatever date stands there.
    dead = (p.people["deth_date"] != "") & p.people["surv_stas"].isin(["3", ""])
    died = p.people[dead].set_index("psn_no")["deth_date"]
    lines = p.lines[p.lines["psn_no"].isin(died.index) & (p.lines["inscp_amt"] > 0)]
    lines = lines.assign(died=pd.to_datetime(lines["psn_no"].map(died)))
    left_dead = p.stays.loc[p.stays["dscg_way"] == "5", "last"].to_dict()
    grace = threshold("death_grace_days"), threshold("late_posting_exam_days")
    late, seen = set(), {}
    for line in lines.itertuples():
        days = (line.day - line.died).days
        if days >= 90:
            seen.setdefault(line.psn_no, set()).add(line.fixmedins_code)
        in_stay = line.day <= left_dead.get(line.mdtrt_id, pd.NaT)
        if days > grace[in_stay] and line.nwb_flag != "1":
            late.add(line.bkkp_sn)
    found = set()
    for (setl_id, psn_no), own in lines.groupby(["setl_id", "psn_no"]):
        verdict = "suspect" if len(seen.get(psn_no, ())) >= 2 else "hard"
        flagged = set(own["bkkp_sn"]) & late
        whole = len(flagged) == len(own)
        for bkkp_sn in [""] if whole else flagged:
            found.add(("M-21", setl_id, bkkp_sn, verdict))
    return found


def not_insured(p: Province) -> Found:
    insured = p.insured.assign(
        start=pd.to_datetime(p.insured["crt_insu_date"]),
        end=pd.to_datetime(p.insured["paus_insu_date"]).fillna(
            pd.Timestamp.max.normalize()
        ),
    )
    settled = paid(p)
    settled = settled[settled["insutype"].isin(BASIC)]
    both = settled.merge(insured, on="psn_no", suffixes=("", "_insured"))
    before, after = both["begin"] - both["end"], both["start"] - both["begin"]
    away = pd.concat([before, after], axis=1).max(axis=1).dt.days
    own = both["insutype_insured"] == both["insutype"]
    basic = both["insutype_insured"].isin(BASIC)
    covered = set(both.loc[own & (away <= threshold("insurance_gap_days")), "setl_id"])
    by_other = set(both.loc[basic & ~own & (away <= 0), "setl_id"])
    on_record = settled["setl_id"].isin(both["setl_id"])
    found = set()
    for setl in settled[on_record & ~settled["setl_id"].isin(covered)].itertuples():
        born = pd.Timestamp(setl.brdy) if setl.brdy else pd.Timestamp.min
        if setl.nwb_flag == "1" or completed_months(born, setl.begin) < 3:
            continue
        verdict = "suspect" if setl.setl_id in by_other else "hard"
        found.add(("M-22", setl.setl_id, "", verdict))
    return found


def not_contracted(p: Province) -> Found:
    found = set()
    places = p.place.to_dict("index")
    for setl in paid(p).itertuples():
        place = places[setl.fixmedins_code]
        day = pd.Timestamp(setl.setl_time).normalize()
        early = place["begntime"] and day < pd.Timestamp(place["begntime"])
        ended = pd.Timestamp(place["endtime"]) if place["endtime"] else None
        late = ended is not None and day > ended and setl.begin > ended
        if (early or late) and setl.med_type not in (*EMERGENCY, "24"):
            found.add(("M-23", setl.setl_id, "", "hard"))
    return found


def paid_twice(p: Province) -> Found:
    least = threshold("double_payment_min_fee")
    setl = paid(p)
    setl = setl[setl["medfee_sumamt"] >= least].sort_values("setl_time")
    key = ["psn_no", "fixmedins_code", "medfee_sumamt"]
    found = set()
    for _, same in setl[setl.duplicated(key, keep=False)].groupby(key):
        for later in same.itertuples():
            for other in same.itertuples():
                by_hand = {
                    s.pay_loc == "1" or s.setl_type == "1" for s in (later, other)
                }
                if (
                    len(by_hand) == 2
                    and other.setl_time < later.setl_time
                    and abs(later.begin - other.begin) <= DAY
                    and other.mdtrt_id != later.mdtrt_id
                ):
                    found.add(("M-28", later.setl_id, "", "suspect"))
    return found
