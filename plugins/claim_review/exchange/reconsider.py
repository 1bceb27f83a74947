"""What the agency is asked in the second round, and what the answer stands for."""

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
    kind="RECONSIDER",
    sheet="复议决定",
    title="复议决定工作表",
    facts=(
        *HIT,
        Column("扣除金额（元）", "money"),
        Column("申诉说明", width=40),
        Column("评审（合议）意见", width=40),
        Column("认定金额（元）", "money"),
        Column("认定基金（元）", "money"),
        Column("认定依据", width=30),
        Column("启动方式"),
        Column("复议理由", width=24),
        Column("复议说明", width=40),
        Column("证明材料", width=30),
        Column("合议要求", width=24),
        Column("本轮合议", width=16),
        Column("合议金额（元）", "money"),
        Column("合议基金（元）", "money"),
        Column("决定期限", width=20),
    ),
    answers=(
        Column("复议结论", "choice"),
        Column("变更后金额（元）", "money"),
        Column("调减原因", "choice", 24),
        Column("决定依据", width=40),
        Column("合议编号", width=16),
        Column("偏离合议的理由", width=40),
    ),
    total="认定金额（元）",
)
_UPHELD, _CHANGED, _CLEARED = "维持", "变更", "撤销"
_NOTHING = (Decimal("0.00"), Decimal("0.00"))
_BEGUN = {"reconsider": "机构申请", "reopen": "重新启动"}


def _answer(row: Row, attached: Attached) -> Answer:
    verdict = required(row, "复议结论", "本行已填写其他内容")
    why = f"结论为{verdict}"
    asked = ["复议结论", "决定依据", "合议编号", "偏离合议的理由"]
    if verdict != _UPHELD:
        asked.append("调减原因")
    if verdict == _CHANGED:
        asked.append("变更后金额（元）")
    only(row, why, *asked)
    payload = {"basis": required(row, "决定依据", "复议决定须写明依据")}
    decided = fact_amounts(row, "认定金额（元）", "认定基金（元）")
    reason = None
    if verdict != _UPHELD:
        reason = code_of(required(row, "调减原因", f"{why}时须选原因"))
    if verdict == _CHANGED:
        amount = _changed_amount(row, decided[0])
        decided = amount, share(amount, *decided)
    if verdict == _CLEARED:
        decided = _NOTHING
    payload |= _panel(row, decided)
    if verdict == _CLEARED:
        return Answer("reconsider_clear", reason_code=reason, payload=payload)
    return Answer("reconsider_confirm", *decided, reason, payload)


def _panel(row: Row, decided: tuple[Decimal, ...]) -> dict[str, str]:
    """Return the panel that was asked, and why the decision departs from it.

    One that met after the workbook went out is known to the guards only.
    """
    title = "偏离合议的理由"
    known = row.facts["本轮合议"]
    session = row.answers["合议编号"] or known
    if row.facts["合议要求"] and not session:
        raise WrongAnswerError("合议编号", f"未填写：{row.facts['合议要求']}")
    if session and session == known:
        found = fact_amounts(row, "合议金额（元）", "合议基金（元）")
        if decided == found:
            unwanted(row, "金额没有偏离合议", title)
        else:
            required(row, title, f"与合议意见（{found[0]}元）不同，须写明理由")
    payload = {"session_id": session} if session else {}
    if row.answers[title]:
        payload["departure"] = row.answers[title]
    return payload


def _changed_amount(row: Row, decided: Decimal) -> Decimal:
    title = "变更后金额（元）"
    amount = required(row, title, "变更须写明金额")
    if not 0 < amount < decided:
        raise WrongAnswerError(title, f"应大于0、小于认定金额{decided}元")
    return amount


def _facts(case: dict) -> dict[str, Cell]:
    least = case["panel_amount"]
    return hit_facts(case) | {
        "扣除金额（元）": case["notice_amount"],
        "申诉说明": case["appeal_text"],
        "评审（合议）意见": case["opinion_comment"],
        "认定金额（元）": case["standing_amount"],
        "认定基金（元）": case["standing_fund_amount"],
        "认定依据": case["standing_basis"],
        "启动方式": _BEGUN[case["objection_event"]],
        "复议理由": case["objection_reason"],
        "复议说明": case["objection_text"],
        "证明材料": case["objection_files"],
        "合议要求": (
            f"认定金额达到{least:,.2f}元，须先经合议"
            if case["standing_amount"] >= least
            else None
        ),
        "本轮合议": case["panel_session"],
        "合议金额（元）": case["panel_outcome_amount"],
        "合议基金（元）": case["panel_outcome_fund_amount"],
        "决定期限": day_in_words(case["due_at"], case["is_provisional"]),
    }


KINDS = {"RECONSIDER": Kind(_LAYOUT, "AGENCY", _answer)}
QUESTIONS = {
    "RECONSIDER": Question(
        state="S85",
        facts=_facts,
        choices={"复议结论": [_UPHELD, _CHANGED, _CLEARED]},
        reasons={"调减原因": "OVERTURN"},
        notes=(
            "维持：金额不变；变更：须写明金额和原因；撤销：须选原因。均须写明决定依据。",
            "须先经合议的，合议编号留空即为表中所列的本轮合议；与合议不同的须写明理由。",
            "作出终审决定的人不能复议。",
        ),
    )
}
