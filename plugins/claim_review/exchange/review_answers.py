"""What a reviewer is asked about a hit, and what the answer stands for."""

from claim_review.exchange.chain import HIT, hit_facts
from claim_review.exchange.issuing import day_in_words
from claim_review.exchange.kind import (
    Answer,
    Attached,
    Kind,
    Question,
    amounts,
    code_of,
    required,
    unwanted,
)
from claim_review.exchange.layout import Cell, Column, Layout
from claim_review.exchange.reading import Row

_FIRST = Layout(
    kind="FIRST_REVIEW",
    sheet="待初审",
    title="初审工作表",
    facts=(*HIT, Column("初审期限", width=20)),
    answers=(
        Column("初审结论", "choice"),
        Column("认定金额（元）", "money"),
        Column("认定依据", width=40),
        Column("不违规原因", "choice", 24),
    ),
    total="涉及金额（元）",
)
_SECOND = Layout(
    kind="SECOND_REVIEW",
    sheet="待复审",
    title="复审工作表",
    facts=(
        *HIT,
        Column("初审金额（元）", "money"),
        Column("初审基金（元）", "money"),
        Column("初审依据", width=40),
        Column("复审期限", width=20),
    ),
    answers=(
        Column("复审结论", "choice"),
        Column("认定金额（元）", "money"),
        Column("退回意见", width=40),
        Column("不违规原因", "choice", 24),
    ),
    total="初审金额（元）",
)
_NOTES = ("认定金额留空即为全额；基金金额按比例计算，四舍五入到分。",)
# The events by what a reviewer chooses.
_FIRST_EVENTS = {"疑似违规": "first_suspect", "不违规": "first_clear"}
_SECOND_EVENTS = {
    "同意": "second_agree",
    "不违规": "second_clear",
    "退回初审": "second_return",
}


def _first_answer(row: Row, attached: Attached) -> Answer:
    verdict = required(row, "初审结论", "本行已填写其他内容")
    event = _FIRST_EVENTS[verdict]
    if event == "first_clear":
        unwanted(row, "结论为不违规", "认定金额（元）")
        reason = required(row, "不违规原因", "结论为不违规时须选原因")
        note = {"comment": row.answers["认定依据"]} if row.answers["认定依据"] else {}
        return Answer(event, reason_code=code_of(reason), payload=note)
    unwanted(row, "结论为疑似违规", "不违规原因")
    basis = required(row, "认定依据", "结论为疑似违规时须写明依据")
    amount, fund = amounts(row, "认定金额（元）", "涉及金额（元）", "涉及基金（元）")
    return Answer(event, amount, fund, payload={"basis": basis})


def _second_answer(row: Row, attached: Attached) -> Answer:
    verdict = required(row, "复审结论", "本行已填写其他内容")
    event = _SECOND_EVENTS[verdict]
    if event == "second_agree":
        unwanted(row, "结论为同意", "不违规原因", "退回意见")
        part_of = ("初审金额（元）", "初审基金（元）")
        return Answer(event, *amounts(row, "认定金额（元）", *part_of))
    unwanted(row, f"结论为{verdict}", "认定金额（元）")
    if event == "second_return":
        unwanted(row, "结论为退回初审", "不违规原因")
        comment = required(row, "退回意见", "退回须写明意见")
        return Answer(event, payload={"comment": comment})
    unwanted(row, "结论为不违规", "退回意见")
    reason = required(row, "不违规原因", "结论为不违规时须选原因")
    return Answer(event, reason_code=code_of(reason))


KINDS = {
    "FIRST_REVIEW": Kind(_FIRST, "REVIEWER1", _first_answer),
    "SECOND_REVIEW": Kind(_SECOND, "REVIEWER2", _second_answer),
}


def _first_facts(case: dict) -> dict[str, Cell]:
    due = day_in_words(case["due_at"], case["is_provisional"])
    return hit_facts(case) | {"初审期限": due}


def _second_facts(case: dict) -> dict[str, Cell]:
    return hit_facts(case) | {
        "初审金额（元）": case["first_amount"],
        "初审基金（元）": case["first_fund_amount"],
        "初审依据": case["first_basis"],
        "复审期限": day_in_words(case["due_at"], case["is_provisional"]),
    }


QUESTIONS = {
    "FIRST_REVIEW": Question(
        state="S10",
        facts=_first_facts,
        choices={"初审结论": list(_FIRST_EVENTS)},
        reasons={"不违规原因": "OVERTURN"},
        notes=_NOTES,
    ),
    "SECOND_REVIEW": Question(
        state="S20",
        facts=_second_facts,
        choices={"复审结论": list(_SECOND_EVENTS)},
        reasons={"不违规原因": "OVERTURN"},
        notes=_NOTES,
    ),
}
