"""What a member of a panel is asked about a case, and what the answer stands for."""

from decimal import Decimal

from claim_review.exchange.kind import (
    Answer,
    Attached,
    Kind,
    WrongAnswerError,
    amounts,
    required,
    unwanted,
)
from claim_review.exchange.layout import Column, Layout
from claim_review.exchange.reading import Row
from claim_review.panel.votes import record_vote

AMOUNT, FUND = "涉及金额（元）", "涉及基金（元）"
_CASE = (
    Column("疑点编号", width=20),
    Column("合议编号", width=16),
    Column("规则编号", width=8),
    Column("规则名称", width=24),
    Column("规则说明", width=40),
    Column("规则依据", width=24),
    Column("项目编码", width=20),
    Column("项目名称", width=20),
    Column("数量", "number", 8),
    Column("费用日期"),
    Column("命中原因", width=40),
    Column("初审依据", width=30),
    Column("申诉理由", width=20),
    Column("申诉说明", width=50),
    Column("复议说明", width=30),
    Column("机构已认可（元）", "money"),
    Column(AMOUNT, "money"),
    Column(FUND, "money"),
)
_ANSWERS = (
    Column("表决意见", "choice"),
    Column("认定金额（元）", "money"),
    Column("理由", width=50),
)
BLIND = Layout(
    kind="PANEL_BLIND",
    sheet="初次表决",
    title="合议初次表决票（遮盖材料，独立填写）",
    facts=_CASE,
    answers=_ANSWERS,
    total=AMOUNT,
)
BINDING = Layout(
    kind="PANEL_BINDING",
    sheet="正式表决",
    title="合议正式表决票",
    facts=(
        *_CASE,
        Column("机构编码", width=16),
        Column("机构名称", width=24),
        Column("结算单号", width=20),
        Column("就诊号", width=20),
        Column("明细号", width=20),
        Column("本人初次意见", width=12),
        Column("本人初次金额（元）", "money"),
    ),
    answers=_ANSWERS,
    total=AMOUNT,
)
VOTES = {"违规": "VIOLATION", "部分违规": "PARTIAL", "不违规": "NONE"}
WORDS = {vote: word for word, vote in VOTES.items()}


def _answer(row: Row, attached: Attached) -> Answer:
    vote = VOTES[required(row, "表决意见", "本行已填写其他内容")]
    reason = required(row, "理由", "表决须写明理由")
    if vote == "PARTIAL":
        required(row, "认定金额（元）", "部分违规须填写认定违规的金额")
        amount, fund = amounts(row, "认定金额（元）", AMOUNT, FUND)
        if amount in (0, Decimal(row.facts[AMOUNT])):
            why = f"部分违规的金额须大于0、小于{row.facts[AMOUNT]}元"
            raise WrongAnswerError("认定金额（元）", why)
        return Answer(vote, amount, fund, payload={"comment": reason})
    unwanted(row, "仅部分违规填写金额", "认定金额（元）")
    return Answer(vote, payload={"comment": reason})


KINDS = {
    layout.kind: Kind(layout, "PANEL_MEMBER", _answer, record_vote)
    for layout in (BLIND, BINDING)
}
