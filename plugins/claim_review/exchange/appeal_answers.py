"""What an institution is asked about a hit, and what its answer stands for."""

from claim_review.exchange.kind import (
    Answer,
    Attached,
    Kind,
    WrongAnswerError,
    amounts,
    code_of,
    evidence,
    required,
    unwanted,
)
from claim_review.exchange.layout import Column, Layout
from claim_review.exchange.reading import Row

# Names and cards of persons stay here: the numbers are enough to find the record.
LAYOUT = Layout(
    kind="APPEAL",
    sheet="疑点明细",
    title="智能审核疑点告知与申诉表",
    facts=(
        Column("疑点编号", width=20),
        Column("意见书编码", width=16),
        Column("交易流水号", width=20),
        Column("就诊号", width=20),
        Column("明细号", width=20),
        Column("扣款类型", width=8),
        Column("项目编码", width=24),
        Column("项目名称", width=24),
        Column("数量", "number", 8),
        Column("医保内金额（元）", "money"),
        Column("扣除金额（元）", "money"),
        Column("扣除基金（元）", "money"),
        Column("扣除原因", width=40),
        Column("规则编号", width=8),
        Column("规则名称", width=24),
        Column("规则说明", width=40),
        Column("规则依据", width=24),
        Column("规则生效日期"),
        Column("规则版本"),
        Column("科室"),
        Column("医师代码"),
        Column("就医方式"),
        Column("入院日期"),
        Column("出院日期"),
        Column("费用日期"),
        Column("结算日期"),
        Column("个人编号"),
        Column("统筹区"),
        Column("参保类型"),
        Column("申诉要点", width=30),
        Column("所需材料", width=24),
        Column("申诉截止", width=28),
    ),
    answers=(
        Column("处理意见", "choice", 10),
        Column("申诉理由", "choice", 24),
        Column("申诉说明", width=40),
        Column("申诉金额（元）", "money"),
        Column("证明材料", "files", 30),
        Column("医保办签认人"),
    ),
    total="扣除金额（元）",
)
EVENTS = {"认可": "accept", "申诉": "appeal"}
_SHORTEST_TEXT = 10
# Faults of ours need no evidence of theirs.
_WITHOUT_EVIDENCE = {"RULE_FAULT", "DATA_FAULT"}


def _answer(row: Row, attached: Attached) -> Answer:
    opinion = required(row, "处理意见", "本行已填写其他内容")
    event = EVENTS[opinion]
    if event == "accept":
        titles = ("申诉理由", "申诉说明", "申诉金额（元）", "证明材料")
        unwanted(row, "处理意见为认可", *titles)
        signed_by = required(row, "医保办签认人", "认可须由医保办签认")
        return Answer(event, payload={"signed_by": signed_by})
    reason = code_of(required(row, "申诉理由", "申诉须选理由"))
    text = required(row, "申诉说明", "申诉须写明情况")
    if len(text) < _SHORTEST_TEXT:
        raise WrongAnswerError("申诉说明", f"仅{len(text)}字，至少{_SHORTEST_TEXT}字")
    amount, fund = amounts(row, "申诉金额（元）", "扣除金额（元）", "扣除基金（元）")
    files = evidence(row, "证明材料", attached)
    if not files and reason not in _WITHOUT_EVIDENCE:
        raise WrongAnswerError("证明材料", "未填写：以此理由申诉须附证明材料")
    payload = {"text": text, "evidence": files}
    if row.answers["医保办签认人"]:
        payload["signed_by"] = row.answers["医保办签认人"]
    return Answer(event, amount, fund, reason, payload)


KINDS = {"APPEAL": Kind(LAYOUT, "INSTITUTION", _answer)}
