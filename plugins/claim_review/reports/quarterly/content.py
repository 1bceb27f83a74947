"""The quarterly report as one content, of which all its files are made."""

from typing import Any

from claim_review.moments import ZONE
from claim_review.reports.document import Content, Document
from claim_review.reports.periods import PREFECTURE, quarter_name
from claim_review.reports.quarterly import (
    annexes,
    groups,
    inpatient,
    outpatient,
    places,
    plans,
    prereminder,
    results,
    rules,
    rulework,
    running,
    summary,
    trends,
)
from claim_review.reports.quarterly.facts import Facts


def build(facts: Facts, inputs: dict[str, Any]) -> Content:
    """Return the report of the quarter; `inputs` is what people wrote for it.

    The same facts and inputs give the same content.
    """
    doc = Document()
    name = quarter_name(facts.quarter)
    summary.foreword(doc, facts, PREFECTURE, name)
    headline = doc.next_table
    said = summary.overview(doc, facts, PREFECTURE, name)
    running.write(doc, facts, inputs)
    rulework.write(doc, facts)
    results.write(doc, facts)
    doc.chapter("分类分析")
    groups.write(doc, facts)
    rules.write(doc, facts)
    groups.bands(doc, facts)
    places.write(doc, facts)
    inpatient.write(doc, facts)
    trends.write(doc, facts)
    outpatient.write(doc, facts)
    prereminder.write(doc, facts)
    plans.problems(doc, facts, inputs)
    plans.plan(doc, inputs)
    doc.signature("编制人", "审核人", "签发人")
    annexes.write(doc, facts)
    return doc.content(
        name="quarterly",
        title=f"{PREFECTURE}医保基金智能审核{name}分析报告",
        title_lines=[f"{PREFECTURE}医保基金智能审核", f"{name}分析报告"],
        quarter=str(facts.quarter),
        quarter_name=name,
        prefecture=PREFECTURE,
        period=facts.period,
        cut_off=facts.cut_off_in_words,
        cut_off_at=facts.cut_off.astimezone(ZONE).isoformat(),
        as_of=facts.as_of_in_words,
        knowledge_release=facts.knowledge_release or "—",
        summary=said,
        headline=headline,
    )
