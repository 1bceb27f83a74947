"""P-01, P-06, P-12, P-13 and P-17: what may not be paid for this person or here."""

import pandas as pd

from tests.second.lists import EMERGENCY, prefixes, rows_of, since, threshold
from tests.second.province import Province

BASIC = ("310", "340", "380", "390", "391", "399")
Found = set[tuple[str, str, str, str]]


def listed(p: Province, name: str):
    """Yield each line with each row of the list that it falls under."""
    rows = {}
    for row in rows_of(name):
        rows.setdefault(row["med_list_codg"] or row["hilist_name"], []).append(row)
    by = p.lines["med_list_codg"].isin(rows) | p.lines["hilist_name"].isin(rows)
    for line in p.lines[by].itertuples():
        for key in {line.med_list_codg, line.hilist_name}:
            for row in rows.get(key, []):
                if str(line.day.date()) >= since(row):
                    yield line, row


def work_injury(p: Province) -> Found:
    return {
        ("P-01", line.setl_id, line.bkkp_sn, "hard")
        for line, row in listed(p, "insurance_limited_drugs")
        if row["insurance"] == "工伤"
        and line.insutype in BASIC
        and not line.account_only
    }


def setting(p: Province) -> Found:
    found = set()
    for line, row in listed(p, "setting_limited_drugs"):
        emergency = line.med_type in EMERGENCY
        if line.account_only or (emergency and row["allows_emergency"] == "1"):
            continue
        verdict = "suspect" if emergency else "hard"
        found.add(("P-12", line.setl_id, line.bkkp_sn, verdict))
    return found


def completed_months(born: pd.Timestamp, day: pd.Timestamp) -> int:
    """Return how many whole months old somebody is on a day."""
    months = (day.year - born.year) * 12 + day.month - born.month
    return months - (day.day < born.day)


def wrong_age(line, row: dict) -> str | None:
    """Return how sure it is that the age does not fit, None when it does fit."""
    if not line.brdy:
        return None
    born, year = pd.Timestamp(line.brdy), threshold("age_boundary_months")
    age = completed_months(born, line.day)
    below = int(row["min_months"]) - age if row["min_months"] else 0
    above = age - int(row["max_months"]) if row["max_months"] else 0
    if row.get("max_days") and (line.day - born).days > int(row["max_days"]):
        above = max(above, completed_months(born, line.day) + 1)
    if max(below, above) <= 0:
        return None
    doubtful = (born.month, born.day) == (1, 1) or max(below, above) <= year
    return "suspect" if doubtful else "hard"


def drug_for_another_age(p: Province) -> Found:
    found = set()
    for line, row in listed(p, "age_limited_drugs"):
        verdict = wrong_age(line, row)
        if verdict and line.nwb_flag != "1":
            verdict = "alert" if line.account_only else verdict
            found.add(("P-06", line.setl_id, line.bkkp_sn, verdict))
    return found


def service_for_another_age(p: Province) -> Found:
    births = p.diag["diag_code"].str.startswith(prefixes("delivery_diagnosis"))
    mothers = set(p.diag.loc[births, "mdtrt_id"])
    found = set()
    for line, row in listed(p, "age_limited_services"):
        verdict = wrong_age(line, row)
        if verdict and line.nwb_flag != "1" and line.mdtrt_id not in mothers:
            found.add(("P-17", line.setl_id, line.bkkp_sn, verdict))
    return found


def outside_catalogue(p: Province) -> Found:
    known = {}
    for row in p.catalogue.itertuples():
        known.setdefault(row.hilist_code, []).append(row)
    lines = p.lines[~p.lines["account_only"]]
    lines = lines.assign(date=lines["fee_ocur_time"].str[:10])
    key = ["hilist_code", "med_list_codg", "list_type", "date"]
    judged = {
        case: not_payable(known.get(case[0], []), *case[1:])
        for case in lines[key].drop_duplicates().itertuples(index=False, name=None)
    }
    found = set()
    columns = ["setl_id", "bkkp_sn", *key]
    for setl_id, bkkp_sn, *case in lines[columns].itertuples(index=False, name=None):
        verdict = judged[tuple(case)]
        if verdict:
            found.add(("P-13", setl_id, bkkp_sn, verdict))
    return found


def not_payable(rows: list, code: str, kind: str, date: str) -> str | None:
    """Return how sure it is that the catalogue does not pay for a code on a date."""
    prepared_here = kind in ("103", "104")
    if not rows:
        return "hard" if national(code) and not prepared_here else None
    begun = [row for row in rows if row.begndate[:10] <= date]
    ended = [row for row in begun if row.enddate and row.enddate[:10] < date]
    valid = [row for row in begun if row not in ended]
    if any(row.chrgitm_lv != "03" for row in valid) or (prepared_here and not valid):
        return None
    # It was payable until lately: the code has ended or become self-paid since.
    day, grace = (
        pd.Timestamp(date),
        pd.Timedelta(threshold("code_change_grace_days"), "D"),
    )
    lately = any(
        row.chrgitm_lv != "03" and day - pd.Timestamp(row.enddate) <= grace
        for row in ended
    )
    return "suspect" if lately else "hard"


def national(code: str) -> bool:
    """Return whether a code looks national and stands for an item by itself."""
    if len(code) == 15 and code.isdigit():
        return code.endswith("0000")
    return (code[:1], len(code)) in {("X", 23), ("Z", 20), ("T", 10), ("C", 20)}
