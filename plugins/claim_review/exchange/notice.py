"""What an institution is told of a decision, and how it objects to it (复议)."""

from claim_review.exchange.institution_cases import TOLD, told_facts
from claim_review.exchange.issuing import day_in_words
from claim_review.exchange.kind import (
    Answer,
    Attached,
    Kind,
    Question,
    WrongAnswerError,
    code_of,
    evidence,
    required,
)
from claim_review.exchange.layout import Cell, Column, Layout
from claim_review.exchange.reading import Row

_LAYOUT = Layout(
    kind="NOTICE",
    sheet="认定结果",
    title="智能审核认定结果告知与复议申请表",
    facts=(
        *TOLD,
        Column("评审（合议）意见", width=40),
        Column("认定金额（元）", "money"),
        Column("认定基金（元）", "money"),
        Column("认定依据", width=40),
        Column("调减原因", width=24),
        Column("可否申请复议", width=24),
        Column("复议截止", width=28),
    ),
    answers=(
        Column("是否申请复议", "choice"),
        Column("复议理由", "choice", 24),
        Column("复议说明", width=40),
        Column("证明材料", "files", 30),
    ),
    total="认定金额（元）",
)
_OBJECTS = "申请复议"
# The cases in which the guards take no objection.
_CLOSED = {
    None: "可以",
    "DEEMED": "不可以：逾期未答复，视为无异议",
    "ROUNDS": "不可以：申诉轮次已用完",
}


def _answer(row: Row, attached: Attached) -> Answer:
    required(row, "是否申请复议", "本行已填写其他内容")
    reason = code_of(required(row, "复议理由", "申请复议须选理由"))
    payload = {"evidence": evidence(row, "证明材料", attached)}
    if reason == "WRONG_LAW":
        required(row, "复议说明", "须写明应当适用的依据")
    elif not payload["evidence"]:
        raise WrongAnswerError("证明材料", "未填写：有新证据的须附证明材料")
    if row.answers["复议说明"]:
        payload["text"] = row.answers["复议说明"]
    return Answer("reconsider", reason_code=reason, payload=payload)


def _facts(case: dict) -> dict[str, Cell]:
    return told_facts(case) | {
        "评审（合议）意见": case["opinion_comment"],
        "认定金额（元）": case["standing_amount"],
        "认定基金（元）": case["standing_fund_amount"],
        "认定依据": case["standing_basis"],
        "调减原因": case["standing_reason"],
        "可否申请复议": _CLOSED[case["objection_closed"]],
        "复议截止": day_in_words(case["due_at"], case["is_provisional"]),
    }


KINDS = {"NOTICE": Kind(_LAYOUT, "INSTITUTION", _answer)}
QUESTIONS = {
    "NOTICE": Question(
        state="S80",
        facts=_facts,
        choices={"是否申请复议": [_OBJECTS]},
        reasons={"复议理由": "RECONSIDER"},
        notes=(
            "对认定结果有异议的，可以在复议截止前申请复议：须附此前没有提交过的证明材料，"
            "或写明应当适用的依据。",
            "没有异议的不用填写、不用交回。期满未申请的，认定生效，列入拒付单。",
            "证明材料填写随表提交的文件名，多个文件用分号隔开。",
        ),
    )
}
