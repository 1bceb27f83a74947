"""The tables of a pack: rules by money, by count and by appeals; uploads; deadlines."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from claim_review.reports import numbers
from claim_review.reports.training.counts import (
    Count,
    by,
    counted,
    counted_persons,
    refused,
)
from claim_review.reports.training.facts import Facts
from claim_review.reports.training.small_cells import cell, hidden, is_total_safe

Row = dict[str, Any]

SHOWN = 10
OVERTURNED_SHOWN = 5
ANSWERS = {
    "appeal_wd": "申诉",
    "supplement_wd": "补充材料",
    "reconsider_wd": "申请复议",
}


def ranked(hits: Sequence[Row], facts: Facts) -> list[str]:
    """Return the county's rules, first by refused amount, then by hits."""
    groups = by(hits, "rule_id")

    def place(rule_id: str) -> tuple:
        group = groups[rule_id]
        money = counted(refused(group), "refused_amount").amount
        return -money, -len(group), rule_id

    return sorted((rule for rule in groups if rule in facts.rules), key=place)


def by_amount(hits: Sequence[Row], facts: Facts) -> list[list[str]]:
    """Return the rules with the largest refused amounts: hits, refused, amount."""
    rules = ranked(hits, facts)
    groups = by(hits, "rule_id")
    found = {rule: counted(groups[rule]) for rule in rules}
    cut = {rule: counted(refused(groups[rule]), "refused_amount") for rule in rules}
    hits_shown, cut_shown = _cells(found, facts), _cells(cut, facts)
    return [
        [
            rule,
            facts.rules[rule]["rule_name"],
            hits_shown[rule],
            cut_shown[rule],
            numbers.yuan(cut[rule].amount)
            if cut_shown[rule] == numbers.count(cut[rule].hits)
            else numbers.MISSING,
        ]
        for rule in rules
        if cut[rule].hits
    ][:SHOWN]


def by_count(hits: Sequence[Row], facts: Facts) -> list[list[str]]:
    """Return the rules with the most hits in the county, and those of all counties."""
    groups, everywhere = by(hits, "rule_id"), by(facts.hits, "rule_id")
    known = [rule for rule in groups if rule in facts.rules]
    rules = sorted(known, key=lambda rule: (-len(groups[rule]), rule))
    shown = _cells({rule: counted(groups[rule]) for rule in rules}, facts)
    return [
        [
            rule,
            facts.rules[rule]["rule_name"],
            shown[rule],
            _whole(everywhere[rule], facts),
        ]
        for rule in rules[:SHOWN]
    ]


def overturned(facts: Facts) -> list[list[str]]:
    """Return the rules whose appeals succeeded most, over all counties."""
    rows = []
    for rule, hits in sorted(by(facts.hits, "rule_id").items()):
        decided = [hit for hit in hits if hit["is_appeal_decided"]]
        changed = [hit for hit in decided if hit["is_overturned"]]
        if changed and rule in facts.rules:
            rows.append((rule, counted(decided), counted(changed), _reasons(changed)))
    rows.sort(key=lambda row: (-row[2].hits, row[1].hits, row[0]))
    least = facts.parameters["small_cell_n"]
    return [
        [
            rule,
            facts.rules[rule]["rule_name"],
            _alone(decided, least),
            _alone(changed, least),
            reasons,
            "、".join(facts.rules[rule]["papers"]),
        ]
        for rule, decided, changed, reasons in rows[:OVERTURNED_SHOWN]
    ]


def uploads(rows: Sequence[Row], facts: Facts) -> list[list[str]]:
    """Return the errors of uploading in the county: what, how many, by how many."""
    groups = by([{**row, "what": _error(row["hit_reason"])} for row in rows], "what")
    ordered = sorted(groups, key=lambda what: (-len(groups[what]), what))
    least = facts.parameters["small_cell_n"]
    persons = [counted_persons(groups[what]) for what in ordered]
    hide = hidden(persons, least)
    return [
        [
            what,
            cell(numbers.count(len(groups[what])), persons[n], least, hide=hide[n]),
            numbers.count(len({row["fixmedins_code"] for row in groups[what]})),
        ]
        for n, what in enumerate(ordered)
    ]


def due(rows: Sequence[Row], facts: Facts) -> list[list[str]]:
    """Return what the county's institutions have to answer, by day."""
    keys = sorted({(row["due_day"], row["deadline_key"]) for row in rows})
    found = []
    for day, key in keys:
        cases = [r for r in rows if (r["due_day"], r["deadline_key"]) == (day, key)]
        mark = "（暂定）" if any(row["is_provisional"] for row in cases) else ""
        institutions = len({row["fixmedins_code"] for row in cases})
        when = f"{day.year}年{day.month}月{day.day}日{mark}"
        found.append([when, ANSWERS[key], numbers.count(institutions)])
    return found


def _cells(counts: dict[str, Count], facts: Facts) -> dict[str, str]:
    least = facts.parameters["small_cell_n"]
    hide = hidden([count.persons for count in counts.values()], least)
    return {
        rule: cell(numbers.count(count.hits), count.persons, least, hide=hide[place])
        for place, (rule, count) in enumerate(counts.items())
    }


def _whole(hits: Sequence[Row], facts: Facts) -> str:
    least = facts.parameters["small_cell_n"]
    persons = [counted(group).persons for group in by(hits, "county_code").values()]
    safe = is_total_safe(persons, least)
    whole = counted(hits)
    return cell(numbers.count(whole.hits), whole.persons, least, hide=not safe)


def _alone(count: Count, least: int) -> str:
    hide = 0 < count.persons < least
    return cell(numbers.count(count.hits), count.persons, least, hide=hide)


def _reasons(changed: Sequence[Row]) -> str:
    """Return why, the most frequent reason first."""
    names = Counter(hit["overturn_reason"] or "未写明理由" for hit in changed)
    ordered = sorted(names, key=lambda name: (-names[name], name))
    return "、".join(ordered[:2])


def _error(reason: str) -> str:
    """Return the error without the figures of the settlement it was found in."""
    for words, what in _ERRORS:
        if words in reason:
            return what
    return "其他"


_ERRORS = (
    ("缺少诊断", "缺少诊断"),
    ("缺少医师", "缺少医师"),
    ("缺少科室", "缺少科室"),
    ("退费结算找不到", "退费结算找不到原结算"),
    ("退费明细找不到", "退费明细找不到足额的原明细"),
    ("未对照国家编码", "明细未对照国家编码"),
    ("编码已停用", "明细编码已停用"),
    ("符合范围金额大于总额", "明细符合范围金额大于总额"),
    ("单价×数量与金额不符", "明细单价×数量与金额不符"),
    ("明细合计", "明细合计与结算总额不符"),
)
