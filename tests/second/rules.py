"""The rules written a second time, by their ids."""

import pandas as pd

from tests.second import (
    days,
    limits,
    outpatients,
    people,
    quantities,
    single_lines,
    slices,
    stays,
)
from tests.second.limits import Found
from tests.second.lists import STAY, card
from tests.second.province import Province

RULES = {
    "C-01": single_lines.sex,
    "C-13": slices.incompatible,
    "C-14": slices.too_many,
    "M-01": stays.outside_stay,
    "M-15": stays.split_stay,
    "M-19": people.bill_during_stay,
    "M-20": stays.two_hospitals,
    "M-21": people.after_death,
    "M-22": people.not_insured,
    "M-23": people.not_contracted,
    "M-28": people.paid_twice,
    "O-02": outpatients.several_outlets,
    "O-05": outpatients.not_registered,
    "P-01": limits.work_injury,
    "P-03": single_lines.slices,
    "P-06": limits.drug_for_another_age,
    "P-11": single_lines.limited_level,
    "P-12": limits.setting,
    "P-13": limits.outside_catalogue,
    "P-14": single_lines.ceiling,
    "P-17": limits.service_for_another_age,
    "P-23": quantities.contained,
    "P-24": days.exclusive_items,
    "P-26": quantities.daily_cap,
    "P-28": quantities.per_diem,
}


def all_hits(p: Province) -> Found:
    """Return (rule, setl_id, bkkp_sn, verdict) of all rules in all quarters."""
    settled = p.setl.set_index("setl_id")
    line = p.fee.set_index("bkkp_sn")
    found = set().union(*(rule(p) for rule in RULES.values()))
    return {hit for hit in found if in_scope(hit, settled, line)}


def in_scope(hit: tuple, settled: pd.DataFrame, line: pd.DataFrame) -> bool:
    """Return whether the card speaks of such a settlement, line and day at all."""
    rule_id, setl_id, bkkp_sn, _ = hit
    day = settled.at[setl_id, "setl_time"]
    if bkkp_sn:
        day = line.at[bkkp_sn, "fee_ocur_time"]
        if line.at[bkkp_sn, "inscp_amt"] == 0:
            return False
    meta = card(rule_id)
    group = settled.at[setl_id, "group"]
    from_account = settled.at[setl_id, "account_only"] and group != STAY
    fund = "个人账户" if from_account else "统筹"
    known = group in meta["scenes"] and fund in meta["funds"]
    return known and day[:10] >= str(meta["effective_from"])
