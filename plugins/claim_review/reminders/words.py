"""The sentences of a digest: counts, amounts and days, nothing of persons or cases."""

from collections.abc import Callable
from datetime import date

from claim_review.reminders import office_words
from claim_review.reminders.items import Item
from claim_review.reminders.phrases import due, money, plain_day, sums, until
from claim_review.review.follow_ups import CAUSES

MOST_RULES = 8


def lines(item: Item, today: date) -> list[str]:
    """Return the sentences that tell of an item."""
    return _SENTENCES[item.kind](item, item.facts, today)


def title(item: Item) -> str:
    """Return the heading under which an item is told."""
    return TITLES[item.kind]


def _dispatched(item: Item, facts: dict, today: date) -> list[str]:
    rules = [f"{name}（{cases}条）" for name, cases in facts["rules"]]
    more = f"等{len(rules)}项" if len(rules) > MOST_RULES else ""
    return [
        f"批次{item.object_id}：疑点{facts['cases']}条，扣除金额{sums(facts)}。",
        f"涉及规则：{'、'.join(rules[:MOST_RULES])}{more}。",
        f"申诉{until(facts, today)}。",
    ]


def _due_changed(item: Item, facts: dict, today: date) -> list[str]:
    first = plain_day(facts["first_due_day"])
    return [
        f"批次{item.object_id}：{facts['cases']}条疑点的截止日由{first}延至"
        f"{due(facts)}，剩余{facts['remaining']}个工作日。"
    ]


def _supplement(item: Item, facts: dict, today: date) -> list[str]:
    return [
        f"批次{item.object_id}：{facts['cases']}条申诉需补充材料，"
        "所需材料见系统内的清单，邮件不列。",
        f"{until(facts, today)}。逾期按已有材料评审。",
    ]


def _appeal(item: Item, facts: dict, today: date) -> list[str]:
    answered, cases = facts["answered"], facts["cases"]
    said = (
        f"已答复{answered}条，还有{cases}条未答复" if answered else f"{cases}条均未答复"
    )
    return [
        f"批次{item.object_id}：{said}，涉及金额{sums(facts)}。",
        f"申诉{until(facts, today)}；逾期视为无异议。",
    ]


def _overdue(item: Item, facts: dict, today: date) -> list[str]:
    became = {
        "deemed": "视为无异议，转终审",
        "proposed": "由经办机构处理",
        "unconfirmed": "因下发未经确认，不视为无异议，由经办机构核查",
        "unproved": "因没有提醒已送达的证明，不视为无异议，由经办机构核查",
    }
    told = [f"{facts[key]}条{text}" for key, text in became.items() if facts[key]]
    return [
        f"批次{item.object_id}：申诉期已于{due(facts)}届满，"
        f"{facts['cases']}条未申诉，涉及金额{sums(facts)}：{'；'.join(told)}。"
    ]


def _opinion(item: Item, facts: dict, today: date) -> list[str]:
    return [
        f"批次{item.object_id}：{facts['cases']}条申诉已有评审意见，"
        f"其中{facts['lowered']}条成立或部分成立。",
        "评审意见不是最终决定，终审由经办机构作出。",
    ]


def _decided(item: Item, facts: dict) -> str:
    confirmed = facts["cases"] - facts["cleared"]
    parts = []
    if confirmed:
        parts.append(f"{confirmed}条认定违规，金额{sums(facts)}")
    if facts["cleared"]:
        parts.append(f"{facts['cleared']}条认定不违规")
    return f"批次{item.object_id}：{'；'.join(parts)}。"


def _final(item: Item, facts: dict, today: date) -> list[str]:
    if facts["due_at"] is None:
        return [_decided(item, facts)]
    return [
        _decided(item, facts),
        f"有新证据或认为适用依据有误的，可以申请复议，复议{until(facts, today)}。"
        "因逾期未申诉视为无异议、按规定不能复议的除外。",
    ]


def _reconsidered(item: Item, facts: dict, today: date) -> list[str]:
    return [_decided(item, facts)]


def _withdrawn(item: Item, facts: dict, today: date) -> list[str]:
    said = [
        f"批次{item.object_id}：{facts['cases']}条疑点已撤回或作废，无需再答复。"
        "重新下发的另行通知，期限重新起算。"
    ]
    if facts.get("causes"):
        causes = "、".join(CAUSES[cause] for cause in facts["causes"])
        said.append(f"撤销原因：{causes}。")
    if facts.get("given_back"):
        said.append(
            f"其中已拒付的基金{money(facts['given_back'])}予以冲回，"
            f"列入{facts['given_back_in']}拒付单的“冲回”表。"
        )
    return said


def _statement(item: Item, facts: dict, today: date) -> list[str]:
    year, month = facts["month"].split("-")
    return [
        f"{year}年{int(month)}月拒付单{item.object_id}已公布："
        f"拒付基金{money(facts['refused_amount'])}，"
        f"冲回{money(facts['reversed_amount'])}，净额{money(facts['net_amount'])}。"
        "全文请在系统中查阅，并转财务。"
    ]


_SENTENCES: dict[str, Callable[[Item, dict, date], list[str]]] = {
    "DISPATCHED": _dispatched,
    "DUE_CHANGED": _due_changed,
    "SUPPLEMENT_ASKED": _supplement,
    "SUPPLEMENT": _supplement,
    "APPEAL": _appeal,
    "OVERDUE": _overdue,
    "OPINION": _opinion,
    "FINAL": _final,
    "RECONSIDERED": _reconsidered,
    "WITHDRAWN": _withdrawn,
    "STATEMENT": _statement,
    **office_words.SENTENCES,
}
# In the order in which they are told.
TITLES = {
    "DISPATCHED": "新下发疑点",
    "DUE_CHANGED": "期限变更",
    "APPEAL": "申诉期限",
    "OVERDUE": "申诉期满",
    "SUPPLEMENT_ASKED": "补充材料",
    "SUPPLEMENT": "补充材料",
    "OPINION": "申诉评审意见",
    "FINAL": "终审结果",
    "RECONSIDERED": "复议决定",
    "WITHDRAWN": "撤回与作废",
    "STATEMENT": "拒付单",
    "TO_CALL": "请电话通知",
    "PANEL": "合议",
    "STAGE": "待办期限",
    "PROVISIONAL_DUE": "日历错误",
    "CALENDAR": "工作日历",
    "MAIL": "邮件未送达",
    "NOBODY": "无人接收",
}
