"""What an institution is asked that has to add to its appeal."""

from claim_review.exchange.institution_cases import TOLD, told_facts
from claim_review.exchange.issuing import day_in_words
from claim_review.exchange.kind import Answer, Attached, Kind, Question, evidence
from claim_review.exchange.layout import Cell, Column, Layout
from claim_review.exchange.reading import Row

_LAYOUT = Layout(
    kind="SUPPLEMENT",
    sheet="补充材料",
    title="申诉补充材料通知与回复表",
    facts=(
        *TOLD,
        Column("申诉说明", width=40),
        Column("需要补充的材料", width=40),
        Column("补充截止", width=28),
    ),
    answers=(
        Column("补充说明", width=40),
        Column("补充材料", "files", 30),
    ),
    total="扣除金额（元）",
)


def _answer(row: Row, attached: Attached) -> Answer:
    payload = {"evidence": evidence(row, "补充材料", attached)}
    if row.answers["补充说明"]:
        payload["text"] = row.answers["补充说明"]
    return Answer("supplement", payload=payload)


def _facts(case: dict) -> dict[str, Cell]:
    return told_facts(case) | {
        "申诉说明": case["appeal_text"],
        "需要补充的材料": case["documents"],
        "补充截止": day_in_words(case["due_at"], case["is_provisional"]),
    }


KINDS = {"SUPPLEMENT": Kind(_LAYOUT, "INSTITUTION", _answer)}
QUESTIONS = {
    "SUPPLEMENT": Question(
        state="S55",
        facts=_facts,
        choices={},
        reasons={},
        notes=(
            "请逐行填写补充说明，或在补充材料中填写随表提交的文件名，多个文件用分号隔开。",
            "每次申诉只补充一次，请一次交齐；逾期未补充的，按已有材料评审。",
        ),
    )
}
