"""What an institution gets: its own cases, and the form for its self-examination."""

from datetime import datetime
from typing import Any

import psycopg

from claim_review.quarters import Quarter
from claim_review.reports import numbers
from claim_review.reports.clinical import counting, extract_facts, self_exam
from claim_review.reports.clinical.about_item import about_item
from claim_review.reports.clinical.extract_facts import Extract
from claim_review.reports.clinical.items import Item, amount
from claim_review.reports.document import Column, Content, Document
from claim_review.reports.periods import PREFECTURE, in_words, period, quarter_name

NAME = "clinical_extract"
TITLE = ("临床医学专项", "病例摘录和自查自纠反馈表")
_COLUMNS = (
    Column("疑点编号、交易流水号、明细号", 70, "left"),
    Column("个人编号", 26, "left"),
    Column("费用日期", 26, "left"),
    Column("数量", 12),
    Column("金额（元）", 22),
)


def extracts(
    connection: psycopg.Connection, quarter: Quarter, as_of: datetime
) -> list[Content]:
    """Return the extract of each institution that has cases, by its code.

    They hold numbers of bills: they go to the exchange folders and are never mailed.
    """
    return [build(each) for each in extract_facts.read(connection, quarter, as_of)]


def build(facts: Extract) -> Content:
    """Return the extract of one institution."""
    doc = Document()
    doc.chapter("说明")
    doc.text(*_foreword(doc, facts))
    doc.chapter("病例摘录")
    for item in facts.items:
        doc.section(item.name)
        about_item(doc, item, facts.knowledge)
        _cases(doc, item)
    doc.annex("自查自纠反馈表")
    self_exam.form(doc, [_line(item) for item in facts.items])
    return doc.content(**_head(facts))


def _foreword(doc: Document, facts: Extract) -> list[str]:
    hits = [hit for item in facts.items for hit in item.hits]
    count = doc.cell("疑点（条）", numbers.count(len(hits)))
    fee = doc.cell("涉及费用（元）", numbers.yuan(amount(hits)))
    days = doc.cell("自查期限（工作日）", numbers.count(self_exam.WORKDAYS))
    return [
        f"{facts.fixmedins_name}：{quarter_name(facts.quarter)}智能审核中，贵单位已下发且"
        f"未排除的临床类疑点共{count}条，涉及费用{fee}元，案件办理情况截至"
        f"{in_words(facts.as_of)}。病例摘录如下，金额以下发金额为准。",
        f"请对照摘录逐条自查，自收到之日起{days}个工作日内（建议值，待医保部门确认）填写所附"
        "反馈表，由机构负责人签字并加盖公章后交回。本摘录不替代疑点下发文件，不改变申诉和"
        "复议的期限。",
        "本摘录含结算和明细编号，仅供贵单位自查使用，不得向他人提供。",
    ]


def _cases(doc: Document, item: Item) -> None:
    rules = dict.fromkeys(hit["rule_id"] for hit in item.hits)
    for rule_id in rules:
        hits = [hit for hit in item.hits if hit["rule_id"] == rule_id]
        title = f"{item.name}：{rule_id} {hits[0]['rule_name']}"
        fee = numbers.yuan(amount(hits))
        total = ["合计", *[""] * 3, fee]
        doc.table(title, _COLUMNS, [_row(hit) for hit in hits], total)


def _row(hit: dict[str, Any]) -> list[str]:
    numbers_of = (hit["hit_id"], hit["setl_id"], hit["bkkp_sn"])
    return [
        # Numbers of the platform are longer than a column of their own could be.
        "\n".join(number for number in numbers_of if number),
        hit["psn_no"] or numbers.MISSING,
        f"{hit['fee_date']:%Y-%m-%d}" if hit["fee_date"] else numbers.MISSING,
        counting.quantity(hit["quantity"]),
        numbers.yuan(hit["hit_fee_amount"]),
    ]


def _line(item: Item) -> tuple[str, str, int, str]:
    return item.name, item.code, len(item.hits), numbers.yuan(amount(item.hits))


def _head(facts: Extract) -> dict[str, Any]:
    first, second = f"{quarter_name(facts.quarter)}{TITLE[0]}", TITLE[1]
    return {
        "name": NAME,
        "title": f"{facts.fixmedins_name}{first}{second}",
        "title_lines": [facts.fixmedins_name, first, second],
        "institution": facts.fixmedins_code,
        "region": facts.region,
        "prefecture": PREFECTURE,
        "quarter": str(facts.quarter),
        "period": period(facts.quarter),
        "cut_off": in_words(facts.as_of),
        "cut_off_at": facts.as_of.isoformat(),
    }
