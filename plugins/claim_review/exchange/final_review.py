"""What the agency is asked for its final decision, and what the answer stands for."""

from decimal import Decimal

from claim_review.exchange.chain import HIT, hit_facts
from claim_review.exchange.issuing import day_in_words
from claim_review.exchange.kind import (
    Answer,
    Attached,
    Kind,
    Question,
    WrongAnswerError,
    code_of,
    fact_amounts,
    only,
    required,
    share,
    unwanted,
)
from claim_review.exchange.layout import Cell, Column, Layout
from claim_review.exchange.reading import Row

_LAYOUT = Layout(
    kind="FINAL_REVIEW",
    sheet="待终审",
    title="终审工作表",
    facts=(
        *HIT,
        Column("初审金额（元）", "money"),
        Column("初审依据", width=30),
        Column("扣除金额（元）", "money"),
        Column("扣除基金（元）", "money"),
        Column("机构意见"),
        Column("申诉理由", width=24),
        Column("申诉说明", width=40),
        Column("申诉金额（元）", "money"),
        Column("意见来源"),
        Column("意见金额（元）", "money"),
        Column("意见基金（元）", "money"),
        Column("意见原因", width=24),
        Column("意见说明", width=40),
        Column("终审期限", width=20),
    ),
    answers=(
        Column("终审结论", "choice"),
        Column("认定金额（元）", "money"),
        Column("认定依据", width=40),
        Column("调减原因", "choice", 24),
        Column("偏离意见的理由", width=40),
        Column("退回意见", width=40),
    ),
    total="涉及金额（元）",
)
_CONFIRM, _CLEAR = "认定", "不违规"
_RETURNS = {"退回评审": "S50", "退回合议": "S60"}
_ANSWERED = {
    "accept": "认可",
    "deem_accept": "视为无异议",
    "appeal": "申诉",
    "withdraw_appeal": "撤回申诉",
}
_PANEL = "合议"
_SOURCES = {"opinion": "评审", "panel_opinion": _PANEL}


def _answer(row: Row, attached: Attached) -> Answer:
    verdict = required(row, "终审结论", "本行已填写其他内容")
    why = f"结论为{verdict}"
    if verdict == _CLEAR:
        only(row, why, "终审结论", "调减原因", "偏离意见的理由")
        departure = _departure(row, (Decimal("0.00"), Decimal("0.00")))
        return Answer("final_clear", reason_code=_reason(row, why), payload=departure)
    notice = fact_amounts(row, "扣除金额（元）", "扣除基金（元）")
    if notice is None:
        raise WrongAnswerError("终审结论", f"该疑点没有告知过机构，不能{verdict}")
    if verdict in _RETURNS:
        only(row, why, "终审结论", "退回意见")
        comment = required(row, "退回意见", "退回须写明意见")
        payload = {"comment": comment}
        return Answer("final_return", payload=payload, to_state=_RETURNS[verdict])
    unwanted(row, why, "退回意见")
    basis = required(row, "认定依据", "认定须写明依据")
    decided = _amounts(row, notice)
    if decided == notice:
        unwanted(row, "认定金额没有低于扣除金额", "调减原因")
        reason = None
    else:
        reason = _reason(row, "认定金额低于扣除金额")
    payload = {"basis": basis} | _departure(row, decided)
    return Answer("final_confirm", *decided, reason, payload)


def _opinion(row: Row) -> tuple[Decimal, ...] | None:
    return fact_amounts(row, "意见金额（元）", "意见基金（元）")


def _amounts(row: Row, notice: tuple[Decimal, ...]) -> tuple[Decimal, Decimal]:
    """Return what is confirmed: what the opinion left, or the whole, unless written."""
    title = "认定金额（元）"
    proposed = _opinion(row) or notice
    amount = row.answers[title]
    if amount is None:
        amount = proposed[0]
    if amount > notice[0]:
        raise WrongAnswerError(title, f"{amount}元超过扣除金额（元）{notice[0]}元")
    if amount == 0:
        raise WrongAnswerError(title, "金额为0，请改选不违规")
    return amount, share(amount, *(proposed if amount <= proposed[0] else notice))


def _reason(row: Row, why: str) -> str:
    """Return the reason chosen, that of the opinion where none is."""
    given = row.answers["调减原因"] or row.facts["意见原因"]
    if not given:
        raise WrongAnswerError("调减原因", f"未填写：{why}时须选原因")
    return code_of(given)


def _departure(row: Row, decided: tuple[Decimal, ...]) -> dict[str, str]:
    """Return the written reason for departing from an opinion; raise where it lacks."""
    opinion = _opinion(row)
    title, source = "偏离意见的理由", row.facts["意见来源"]
    departs = opinion is not None and (
        decided[0] > opinion[0]
        or decided[1] > opinion[1]
        or (source == _PANEL and decided != opinion)
    )
    if not departs:
        unwanted(row, "金额没有偏离意见", title)
        return {}
    why = f"与{source}意见（{opinion[0]}元）不同，须写明理由"
    return {"departure": required(row, title, why)}


def _facts(case: dict) -> dict[str, Cell]:
    return hit_facts(case) | {
        "初审金额（元）": case["first_amount"],
        "初审依据": case["first_basis"],
        "扣除金额（元）": case["notice_amount"],
        "扣除基金（元）": case["notice_fund_amount"],
        "机构意见": _ANSWERED.get(case["answered"]),
        "申诉理由": case["appeal_reason"],
        "申诉说明": case["appeal_text"],
        "申诉金额（元）": case["appeal_amount"],
        "意见来源": _SOURCES.get(case["opinion_event"]),
        "意见金额（元）": case["opinion_amount"],
        "意见基金（元）": case["opinion_fund_amount"],
        "意见原因": case["opinion_reason"],
        "意见说明": case["opinion_comment"],
        "终审期限": day_in_words(case["due_at"], case["is_provisional"]),
    }


KINDS = {"FINAL_REVIEW": Kind(_LAYOUT, "AGENCY", _answer)}
QUESTIONS = {
    "FINAL_REVIEW": Question(
        state="S70",
        facts=_facts,
        choices={"终审结论": [_CONFIRM, _CLEAR, *_RETURNS]},
        reasons={"调减原因": "OVERTURN"},
        notes=(
            "认定金额留空即为意见金额，没有意见的为扣除金额；认定须写明依据。",
            "低于扣除金额或不违规的须选调减原因，留空即为意见的原因。",
            "高于评审意见，或与合议意见不同的，须写明偏离意见的理由。",
            "批准下发该批次的人不能终审。",
        ),
    )
}
