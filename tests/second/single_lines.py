"""C-01, P-03, P-11 and P-14: what one line says by itself."""

import pandas as pd

from tests.second.lists import level, rows_of
from tests.second.province import Province


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
