"""What is asked of who reviews an appeal, and what the answer stands for."""

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
)
from claim_review.exchange.layout import Cell, Column, Layout
from claim_review.exchange.reading import Row

_LAYOUT = Layout(
    kind="APPEAL_REVIEW",
    sheet="申诉评审",
    title="申诉评审工作表",
    facts=(
        *HIT,
        Column("扣除金额（元）", "money"),
        Column("扣除基金（元）", "money"),
        Column("申诉理由", width=24),
        Column("申诉说明", width=40),
        Column("申诉金额（元）", "money"),
        Column("申诉基金（元）", "money"),
        Column("证明材料", width=30),
        Column("要求补充的材料", width=24),
        Column("补充说明", width=30),
        Column("补充材料", width=30),
        Column("退回意见", width=30),
        Column("合议提示", width=24),
        Column("评审期限", width=20),
    ),
    answers=(
        Column("评审结论", "choice"),
        Column("认定金额（元）", "money"),
        Column("调减原因", "choice", 24),
        Column("评审意见", width=40),
        Column("补充材料清单", width=30),
        Column("合议理由", "choice", 24),
    ),
    total="扣除金额（元）",
)
_OPINIONS = {"成立": "FOUNDED", "部分成立": "PARTLY_FOUNDED", "不成立": "UNFOUNDED"}
_MORE, _PANEL = "要求补充材料", "提请合议"
_GROUNDS = {
    "CLINICAL": "涉及临床诊疗判断",
    "AMOUNT": "争议金额达到应当合议的金额",
    "OVERTURNED_OFTEN": "该规则本季度推翻率达到30%",
    "DISAGREED": "初审、复审意见不一致",
    "REQUESTED": "机构书面申请",
}


def _answer(row: Row, attached: Attached) -> Answer:
    verdict = required(row, "评审结论", "本行已填写其他内容")
    why = f"结论为{verdict}"
    if verdict == _MORE:
        only(row, why, "评审结论", "补充材料清单")
        documents = required(row, "补充材料清单", "须写明需要补充的材料")
        return Answer("request_supplement", payload={"documents": documents})
    if verdict == _PANEL:
        only(row, why, "评审结论", "合议理由", "评审意见")
        payload = {"ground": code_of(required(row, "合议理由", "提请合议须选理由"))}
        if payload["ground"] == "REQUESTED":
            required(row, "评审意见", "机构申请合议的，须写明其理由")
        if row.answers["评审意见"]:
            payload["comment"] = row.answers["评审意见"]
        return Answer("escalate_panel", payload=payload)
    payload = {
        "opinion": _OPINIONS[verdict],
        "comment": required(row, "评审意见", "须写明意见"),
    }
    amount, fund = _opinion_amounts(row, verdict)
    reason = None
    if verdict != "不成立":
        reason = code_of(required(row, "调减原因", f"{why}时须选原因"))
    return Answer("opinion", amount, fund, reason, payload)


def _opinion_amounts(row: Row, verdict: str) -> tuple[Decimal, Decimal]:
    """Return what is left: all, all that was not disputed, or what lies between."""
    why = f"结论为{verdict}"
    most, most_of_fund = fact_amounts(row, "扣除金额（元）", "扣除基金（元）")
    # An accepted case that was returned for review has no appeal: all is in question.
    disputed = fact_amounts(row, "申诉金额（元）", "申诉基金（元）")
    least, least_of_fund = Decimal("0.00"), Decimal("0.00")
    if disputed:
        least, least_of_fund = most - disputed[0], most_of_fund - disputed[1]
    if verdict == "不成立":
        only(row, why, "评审结论", "评审意见")
        return most, most_of_fund
    if verdict == "成立":
        only(row, why, "评审结论", "评审意见", "调减原因")
        return least, least_of_fund
    only(row, why, "评审结论", "评审意见", "调减原因", "认定金额（元）")
    amount = required(row, "认定金额（元）", "部分成立须写明仍应扣除的金额")
    if not least < amount < most:
        raise WrongAnswerError(
            "认定金额（元）", f"部分成立的，应大于{least}元、小于{most}元"
        )
    return amount, share(amount, most, most_of_fund)


def _facts(case: dict) -> dict[str, Cell]:
    return hit_facts(case) | {
        "扣除金额（元）": case["notice_amount"],
        "扣除基金（元）": case["notice_fund_amount"],
        "申诉理由": case["appeal_reason"],
        "申诉说明": case["appeal_text"],
        "申诉金额（元）": case["appeal_amount"],
        "申诉基金（元）": case["appeal_fund_amount"],
        "证明材料": case["appeal_files"],
        "要求补充的材料": case["documents"],
        "补充说明": case["supplement_text"],
        "补充材料": case["supplement_files"],
        "退回意见": case["return_comment"],
        "合议提示": "；".join(_GROUNDS[ground] for ground in case["grounds"]),
        "评审期限": day_in_words(case["due_at"], case["is_provisional"]),
    }


KINDS = {"APPEAL_REVIEW": Kind(_LAYOUT, "APPEAL_REVIEWER", _answer)}
QUESTIONS = {
    "APPEAL_REVIEW": Question(
        state="S50",
        facts=_facts,
        choices={
            "评审结论": [*_OPINIONS, _MORE, _PANEL],
            "合议理由": [f"{code} {name}" for code, name in _GROUNDS.items()],
        },
        reasons={"调减原因": "OVERTURN"},
        notes=(
            "成立：有争议的金额全部不扣；部分成立：须写明仍应扣除的金额；不成立：全额扣除。",
            "证明材料以文件的校验值（SHA-256）列出，按校验值调阅。",
            "要求补充材料限一次，须写明材料清单；提请合议须选理由。",
        ),
    )
}
