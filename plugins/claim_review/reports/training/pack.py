"""The pack of one county as formatted text: slides and handout are made of it."""

from datetime import timedelta
from typing import Any

from claim_review.moments import ZONE
from claim_review.reports import numbers
from claim_review.reports.periods import (
    PREFECTURE,
    day,
    in_words,
    period,
    quarter_name,
)
from claim_review.reports.training import quiz, rankings, reminders
from claim_review.reports.training.counts import Count, counted, refused
from claim_review.reports.training.examples import told, without_traces
from claim_review.reports.training.facts import ANYWHERE, Facts
from claim_review.reports.training.small_cells import cell, hidden
from claim_review.rulebook.words import CLASSES, VERDICTS, plain

Pack = dict[str, Any]
Row = dict[str, Any]

CARDS = 10
NO_EXAMPLE = "涉及的人数少，为保护个人信息不举例。"


def build(facts: Facts, county: Row) -> Pack:
    """Return the pack of the county; the same facts give the same pack."""
    code, quarter = county["county_code"], facts.quarter
    hits = [hit for hit in facts.hits if hit["county_code"] == code]
    rules = rankings.ranked(hits, facts)
    return {
        "title": f"{PREFECTURE}医保基金智能审核培训材料（{county['county']}）",
        "title_lines": [f"{PREFECTURE}医保基金智能审核培训材料", f"{county['county']}"],
        "county": county["county"],
        "quarter": str(quarter),
        "quarter_name": quarter_name(quarter),
        "period": period(quarter),
        "cut_off": in_words(facts.cut_off),
        "cut_off_at": facts.cut_off.astimezone(ZONE).isoformat(),
        "told_at": in_words(facts.as_of),
        "knowledge_release": numbers.MISSING,
        "least": str(facts.parameters["small_cell_n"]),
        "scale": _scale(hits, county, facts),
        "by_amount": rankings.by_amount(hits, facts),
        "by_count": rankings.by_count(hits, facts),
        "cards": [_card(facts, code, rule) for rule in rules[:CARDS]],
        "overturned": rankings.overturned(facts),
        "advice": _advice(facts),
        "uploads": rankings.uploads(
            [row for row in facts.uploads if row["county_code"] == code], facts
        ),
        "reminders": reminders.state(code, facts),
        "forced": reminders.forced(
            [row for row in facts.forced if row["county_code"] == code], facts
        ),
        "due": rankings.due(
            [row for row in facts.due if row["county_code"] == code], facts
        ),
        "terms": _terms(facts),
        "months": _months(facts),
        "quiz": quiz.draw(
            f"{quarter}|{code}",
            [facts.rules[rule] for rule in rules],
            list(facts.rules.values()),
            facts.papers,
            {
                rule: scene
                for rule in facts.rules
                if (scene := _scene(facts, code, rule))
            },
        ),
    }


def _scale(hits: list[Row], county: Row, facts: Facts) -> list[list[str]]:
    least = facts.parameters["small_cell_n"]
    sent = counted(hit for hit in hits if hit["is_dispatched"])
    cut = counted(refused(hits), "refused_amount")
    return [
        ["定点医药机构（家）", numbers.count(county["institutions"])],
        ["审核结算（笔）", numbers.count(county["settlements"])],
        ["命中疑点（条）", _shown(counted(hits), least)],
        ["下发核实（件）", _shown(sent, least)],
        ["拒付（件）", _shown(cut, least)],
        [
            "拒付基金（元）",
            numbers.MISSING if _is_few(cut, least) else numbers.yuan(cut.amount),
        ],
    ]


def _shown(count: Count, least: int) -> str:
    text = numbers.count(count.hits)
    return cell(text, count.persons, least, hide=_is_few(count, least))


def _is_few(count: Count, least: int) -> bool:
    return hidden([count.persons], least)[0]


def _scene(facts: Facts, code: str, rule: str) -> Row | None:
    return facts.scenes.get((code, rule)) or facts.scenes.get((ANYWHERE, rule))


def _card(facts: Facts, code: str, rule_id: str) -> Row:
    rule, scene = facts.rules[rule_id], _scene(facts, code, rule_id)
    example = NO_EXAMPLE
    if scene is not None:
        example = f"{told(scene)}系统提示：{without_traces(scene['hit_reason'])}。"
    return {
        "rule_id": rule_id,
        "name": rule["rule_name"],
        "kind": f"{CLASSES[rule['rule_class']][0]}　{VERDICTS[rule['verdict']]}",
        "problem": plain(rule["description"]),
        "example": example,
        "remedy": rule["remedy"] or "按依据规定执行。",
        "exemptions": "；".join(rule["exemptions"]),
        "papers": "、".join(rule["papers"]),
        "basis": rule["basis"],
    }


def _advice(facts: Facts) -> list[str]:
    days = facts.parameters["appeal_wd"]
    return [
        f"按时：收到下发通知的次日起{days}个工作日内提出；逾期未申诉的，视为无异议。",
        "对准：逐条针对规则所指的问题说明，不写“临床需要”一类笼统的话。",
        "有据：写明病程、医嘱、检查结果在哪一页哪一行，并附规则卡所列的材料。",
        "完整：在下发的工作簿里填写，不增删行，不改编号；附件按疑点编号命名。",
        "守密：材料中与本疑点无关的个人信息先行遮盖。",
        "不妥的写法：“符合诊疗常规，请予剔除。”",
        "妥当的写法：“医嘱单第2页第5行为抢救时临时医嘱，病程记录同日有记载，见附件1、2。”",
    ]


def _terms(facts: Facts) -> list[list[str]]:
    told_of = {
        "appeal_wd": ("提出申诉", "收到下发通知的次日起"),
        "supplement_wd": ("补充材料", "收到补充通知的次日起"),
        "reconsider_wd": ("申请复议", "收到认定告知的次日起"),
    }
    return [
        [what, since, f"{facts.parameters[key]}个工作日"]
        for key, (what, since) in told_of.items()
    ]


def _months(facts: Facts) -> list[str]:
    sentences = []
    for month in facts.months:
        at = month["cutoff_at"].astimezone(ZONE)
        year, number = month["statement_month"].split("-")
        mark = "（暂定）" if month["is_provisional"] else ""
        # A cut-off is the end of a day: the 31st, 24:00 and not the first, 0:00.
        last = day((at - timedelta(seconds=1)).date())
        sentences.append(
            f"{year}年{int(number)}月拒付单：截至{last}24时{mark}认定的疑点列入。"
        )
    return sentences
