"""P-24: two of the items of which a day has only one."""

import pandas as pd

from tests.second.limits import Found
from tests.second.lists import rows_of
from tests.second.province import Province, known

ICU_BED = "001109000030000"


def exclusive_items(p: Province) -> Found:
    group = {r["med_list_codg"]: r["group_id"] for r in rows_of("mutex_groups")}
    lines = known(p.lines, rows_of("mutex_groups"), "med_list_codg")
    lines = lines[lines["inscp_amt"] > 0]
    lines = lines.assign(mutex=lines["med_list_codg"].map(group))
    key = ["mdtrt_id", "mutex", "day"]
    charged = set(lines[key].itertuples(index=False, name=None))
    found = set()
    several = lines[lines.duplicated(key, keep=False)]
    for (mdtrt, mutex, day), own in several.groupby(key):
        if own["med_list_codg"].nunique() < 2:
            continue
        # Of two that cost the same, the one with the lower code stays.
        by_price = own.sort_values(["pric", "med_list_codg"], ascending=[False, True])
        dearest = by_price["med_list_codg"].iloc[0]
        yesterday = (mdtrt, mutex, day - pd.Timedelta(1, "D")) in charged
        mild = (
            doubtful(p, mdtrt, day, yesterday)
            or (own["cnt"] < 1).any()
            or (own["med_list_codg"] == ICU_BED).any()
        )
        for line in own[own["med_list_codg"] != dearest].itertuples():
            verdict = "suspect" if mild else "hard"
            found.add(("P-24", line.setl_id, line.bkkp_sn, verdict))
    return found


def doubtful(p: Province, mdtrt: str, day: pd.Timestamp, yesterday: bool) -> bool:
    """Return whether two items may be right: a change of wards, or posted late."""
    if mdtrt not in p.stays.index:
        return False
    stay = p.stays.loc[mdtrt]
    moved = day in (stay["first"], stay["last"]) or stay["traf_dept_flag"] == "1"
    return moved or (day > stay["first"] and not yesterday)
