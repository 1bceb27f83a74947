"""O-02 and O-05: the same drug in several outlets, chronic care without a right."""

import pandas as pd

from tests.second.limits import Found
from tests.second.lists import OUTPATIENT, rows_of, threshold
from tests.second.province import Province

# Special drugs and the two common diseases have registers of their own.
REGISTERED_ELSEWHERE = ("15", "9901", "9904")


def generic(code: str) -> str:
    """Return the part of a western drug's code that names the drug, else the code."""
    return code[:14] if code.startswith("X") and len(code) == 23 else code


def several_outlets(p: Province) -> Found:
    drugs = p.lines[
        p.lines["list_type"].isin(["101", "104"])
        & p.lines["group"].isin(OUTPATIENT)
        & (p.lines["inscp_amt"] > 0)
    ]
    drugs = drugs.assign(generic=drugs["med_list_codg"].map(generic))
    key = ["psn_no", "generic", "day"]
    found = set()
    for _, bought in drugs[drugs.duplicated(key, keep=False)].groupby(key):
        outlets = bought["fixmedins_code"].nunique()
        if outlets < 2 or bought["cnt"].sum() <= threshold("same_day_packs"):
            continue
        # What the account alone paid for may be for somebody else of the family.
        pooled = bought.loc[~bought["account_only"], "fixmedins_code"].nunique()
        ordered = bought.sort_values(["time", "bkkp_sn"])
        first = ordered["fixmedins_code"].iloc[0]
        for line in ordered[ordered["fixmedins_code"] != first].itertuples():
            verdict = "hard" if pooled >= threshold("outlets_hard") else "suspect"
            verdict = "alert" if line.account_only or pooled < 2 else verdict
            found.add(("O-02", line.setl_id, line.bkkp_sn, verdict))
    return found


def not_registered(p: Province) -> Found:
    assert not rows_of("chronic_limits")
    grace = threshold("registration_grace_days")
    rows = p.registrations.assign(
        start=pd.to_datetime(p.registrations["begndate"]),
        end=pd.to_datetime(p.registrations["enddate"]).fillna(
            pd.Timestamp.max.normalize()
        ),
    )
    chronic = p.standing[
        (p.standing["group"] == "慢特病")
        & ~p.standing["med_type"].isin(REGISTERED_ELSEWHERE)
        & (p.standing["fund_pay_sumamt"] > 0)
    ]
    found = set()
    for setl in chronic.itertuples():
        own = rows[(rows["psn_no"] == setl.psn_no) & (rows["start"] <= setl.begin)]
        since_end = (setl.begin - own["end"]).dt.days
        right = (own["opsp_dise_code"] == setl.dise_no) | (setl.dise_no == "")
        if (since_end[right] <= grace).any():
            continue
        verdict = "suspect" if (since_end <= 0).any() else "hard"
        found.add(("O-05", setl.setl_id, "", verdict))
    return found
