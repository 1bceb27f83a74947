"""The report on institutions, put together from facts and from what people wrote."""

from typing import Any

from claim_review.reports import numbers
from claim_review.reports.document import Content, Document
from claim_review.reports.institutions import (
    advice,
    columns,
    figures,
    findings,
    flags,
    linking,
    prose,
    tables,
)
from claim_review.reports.institutions.definitions import CONSTANTS, DEFINITIONS
from claim_review.reports.institutions.facts import Facts, Row
from claim_review.reports.periods import PREFECTURE, in_words, period, quarter_name

TITLE = "定点医疗机构专项分析报告"


def build(facts: Facts, inputs: dict[str, Any]) -> Content:
    """Return the report; the same facts and inputs give the same content."""
    doc = Document()
    found = flags.flags(facts)
    doc.chapter("编制说明")
    doc.text(*prose.foreword(facts, doc))
    headline = doc.next_table
    summary = _overview(doc, facts)
    figures.spread(doc, facts)
    for group in facts.classes:
        if group["inpatient_visits"]:
            _category(doc, facts, group)
    _outpatient(doc, facts)
    summary += _flags(doc, facts, found)
    _readmissions(doc, facts)
    _linked(doc, facts)
    _advice(doc, facts, found, inputs)
    doc.signature("编制人", "审核人", "签发人")
    doc.annex("附件1　指标口径")
    doc.text(*DEFINITIONS)
    for name, value in CONSTANTS:
        doc.cell(name, value)
    _growth(doc, facts)
    quarter = quarter_name(facts.quarter)
    return doc.content(
        name="institutions",
        title=f"{PREFECTURE}{quarter}{TITLE}",
        title_lines=[f"{PREFECTURE}{quarter}", TITLE],
        quarter=str(facts.quarter),
        period=period(facts.quarter),
        cut_off=in_words(facts.cut_off),
        cut_off_at=facts.cut_off.isoformat(),
        knowledge_release=facts.knowledge_release or numbers.MISSING,
        summary=summary,
        headline=headline,
    )


def _overview(doc: Document, facts: Facts) -> list[str]:
    doc.chapter("全州住院基金使用概况")
    said = prose.overview(facts, doc)
    doc.text(*said)
    if not facts.total["inpatient_visits"]:
        return said
    groups = [row for row in facts.classes if row["inpatient_visits"]]
    whole = {**facts.total, "label": "合计"}
    doc.table(
        "全州住院指标", *columns.told(columns.OVERALL, tables.overall(facts.total))
    )
    doc.section("分类别规模与增长")
    doc.text(prose.largest_class(facts, doc))
    scale = [tables.scale(row) for row in groups]
    doc.table(
        "各类别机构住院规模", *columns.told(columns.SCALE, scale, tables.scale(whole))
    )
    doc.note(prose.persons_once(groups, facts.total))
    means = [tables.means(row) for row in groups]
    doc.table(
        "各类别机构次均与报销", *columns.told(columns.MEANS, means, tables.means(whole))
    )
    doc.section("费用构成")
    doc.text(prose.structure(facts.total))
    parts = [tables.structure(row) for row in groups]
    whole_parts = tables.structure(whole)
    doc.table("各类别机构住院费用构成（%）", columns.STRUCTURE, parts, whole_parts)
    changes = [tables.changes(row) for row in [*groups, whole]]
    if any(cell != numbers.MISSING for row in changes for cell in row[1:]):
        doc.table(
            "各类别机构占比同比变化（百分点）",
            columns.CHANGES,
            changes[:-1],
            changes[-1],
        )
    doc.figure("各类别机构住院费用构成（%）", figures.stacked([*parts, whole_parts]))
    return said


def _category(doc: Document, facts: Facts, group: Row) -> None:
    label = group["label"]
    rows = [
        row
        for row in facts.institutions
        if row["institution_class"] == label and row["inpatient_visits"]
    ]
    doc.chapter(label)
    doc.text(*prose.category(group, rows, doc))
    sizes, works = ([form(row) for row in rows] for form in (tables.size, tables.work))
    doc.table(f"{label}住院规模与增长", *columns.told(columns.SIZE, sizes))
    doc.table(f"{label}次均与占比", columns.WORK, works)
    if any(row["is_small_sample"] for row in rows):
        doc.note("标*的机构住院人次较少，其均值、占比和增幅仅供参考。")
    by_code: dict[str, dict[str, Row]] = {}
    for row in facts.peers:
        by_code.setdefault(row["fixmedins_code"], {})[row["kpi"]] = row
    ranked = [
        tables.places(row["label"], by_code[row["code"]])
        for row in rows
        if _has_peers(by_code.get(row["code"], {}))
    ]
    if len(ranked) > 1:
        doc.table(f"{label}同类位次与稳健z值", columns.PLACES, ranked)
        doc.note("位次/同类机构数，其后为稳健z值；同类机构不足的不计算z值。")


def _has_peers(rows: dict[str, Row]) -> bool:
    row = rows.get("fee_per_visit")
    return row is not None and row["rank"] is not None and row["peers"] > 1


def _outpatient(doc: Document, facts: Facts) -> None:
    rows = [
        row
        for row in facts.classes
        if row["outpatient_visits"] or row["pharmacy_purchases"]
    ]
    if not rows:
        return
    doc.chapter("门诊和购药")
    doc.text(
        f"各类别机构门诊和药店购药的次均情况见{doc.next_table}，门诊不含慢特病门诊。"
    )
    doc.table(
        "各类别机构门诊和购药",
        columns.OUTPATIENT,
        [tables.outpatient(row) for row in rows],
        tables.outpatient({**facts.total, "label": "合计"}),
    )


def _flags(doc: Document, facts: Facts, found: list[flags.Flag]) -> list[str]:
    doc.chapter("异常提示")
    said = findings.flagged(facts, found, doc)
    doc.text(*said)
    doc.table("异常提示明细", columns.FLAGS, [linking.flag(flag) for flag in found])
    if found:
        doc.note(
            "对照值：偏离同类的为同类中位数，偏离本机构历史的为本机构历史中位数，偏离程度为"
            "稳健z值；增幅高于同类的为同类增幅中位数，偏离程度为百分点。"
        )
    return said[1:]


def _readmissions(doc: Document, facts: Facts) -> None:
    doc.chapter("再入院与分解住院")
    doc.text(*findings.readmissions(facts, doc))
    groups: dict[str, list[Row]] = {}
    for row in facts.readmissions:
        groups.setdefault(row["institution_class"], []).append(row)
    short = {row["label"]: row["low_cost_short_stay_share"] for row in facts.classes}
    rows = [
        linking.returns(row["label"], groups[row["label"]], short[row["label"]])
        for row in facts.classes
        if row["label"] in groups
    ]
    if not rows:
        return
    whole = linking.returns(
        "合计", facts.readmissions, facts.total["low_cost_short_stay_share"]
    )
    doc.table("各类别机构再入院和低费用短住院", columns.RETURNS, rows, whole)
    returning = linking.returning(facts)
    if returning:
        doc.text(
            f"出院后15日内在同一机构因同一病种再次住院的，可能存在分解住院，"
            f"居前的机构见{doc.next_table}。"
        )
    doc.table("15日内同院同病种再入院居前的机构", columns.RETURNING, returning)


def _linked(doc: Document, facts: Facts) -> None:
    doc.chapter("与审核结果联动")
    by_code = flags.flagged_institutions(facts)
    doc.text(findings.linked(facts, by_code, doc))
    if not linking.added(facts.outcomes.values())["cases"]:
        return
    rows = [linking.linked(facts, code, found) for code, found in by_code.items()]
    doc.table("异常提示机构的审核结果", columns.LINKED, rows, linking.all_cases(facts))


def _advice(
    doc: Document, facts: Facts, found: list[flags.Flag], inputs: dict[str, Any]
) -> None:
    doc.chapter("机构画像")
    doc.text(
        "各机构的指标、同类位置、近期走势、主要疑点和申诉情况另行成页，一家一页，随本报告报送。"
    )
    doc.chapter("建议")
    proposals = advice.candidates(found, doc)
    doc.text(
        *advice.numbered(proposals),
        *advice.opinions(inputs),
    )


def _growth(doc: Document, facts: Facts) -> None:
    """Add what made fees grow; without a base there is nothing to say."""
    rows = [row for row in facts.institutions if linking.has_base(row)]
    if not rows:
        return
    doc.annex("附件2　住院费用增长因素分解")
    doc.text(findings.growth(rows, doc))
    doc.table(
        "各机构住院费用增长因素",
        columns.GROWTH,
        [linking.growth(row) for row in rows],
    )
    arrivals = linking.arrivals(facts)
    if arrivals:
        doc.text(f"下列机构只在其中一期有住院结算，不计算增幅，见{doc.next_table}。")
    doc.table("新增和停止住院结算的机构", columns.ARRIVALS, arrivals)
