"""The clinical report of a quarter as a document."""

from typing import Any

from claim_review.reports import numbers
from claim_review.reports.clinical import item_tables, prose, self_exam, tables
from claim_review.reports.clinical.about_item import about_item
from claim_review.reports.clinical.facts import Facts
from claim_review.reports.clinical.items import most_hit
from claim_review.reports.clinical.misjudged import misjudged
from claim_review.reports.clinical.scope import GROUPS
from claim_review.reports.document import Column, Content, Document
from claim_review.reports.periods import PREFECTURE, in_words, period, quarter_name
from claim_review.rulebook.words import STATUSES

NAME = "clinical"
TITLE = "临床医学专项分析报告"
DEFINITIONS = (
    "统计范围：按结算时间落入本季度的有效结算；退费、冲正与原结算相抵后计算。",
    "疑点：一条启用的规则对一条费用明细（或一次就诊）的一次命中；试运行规则的命中和机构"
    "提示不计入。",
    "病例：有疑点的结算，一笔结算计一例。",
    "涉及费用：命中明细的医疗费用；同一明细被多条规则命中的，分别计入各规则。",
    "涉及基金：命中明细的基金支付金额，同一明细只归属一条规则。",
    "收费次数：本季度该项目数量为正的收费明细条数，未扣除退费。",
    "每百次疑点：疑点条数除以收费次数，乘以一百。",
    "申诉成立：申诉后认定金额为零；部分成立：申诉后认定金额低于下发金额。",
    "各表中“排除”指初审、复审排除，“成立”包括部分成立。",
    "核减金额：申诉成立和部分成立的疑点，下发金额减去认定金额。",
    "总体情况的金额：疑点涉及费用合计不足十万元的，以元为单位；达到十万元的，以万元为单位，"
    "由元换算后四舍五入保留两位小数。项目和病例的金额单位为元。",
    "规则调整：疑点所用规则与现行规则的判断文本不一致的，为已调整。",
    "诊断：本季度同一编码和名称的患者人数不少于小单元格人数的列编码和名称，否则依次列编码、"
    "三位类目，仍不足的不列。",
)


def build(facts: Facts, inputs: dict[str, Any]) -> Content:
    """Return the report; `inputs` holds the `clinical_comments` by item code."""
    doc = Document()
    doc.chapter("编制说明")
    doc.text(*prose.foreword(doc, facts))
    summary = _overview(doc, facts)
    if facts.hits:
        _items(doc, facts, inputs)
        _cases(doc, facts)
        doc.chapter("误判分析")
        misjudged(doc, facts)
    doc.chapter("整改要求与反馈")
    self_exam.demands(doc, facts)
    doc.signature("编制单位（盖章）", "编制人", "审核人", "临床专家")
    _annexes(doc, facts)
    return doc.content(**_head(facts), summary=summary, headline="表1")


def missing_comments(facts: Facts, inputs: dict[str, Any]) -> list[str]:
    """Return which items lack a signed comment; the report may go out without none."""
    comments = inputs.get("clinical_comments") or {}
    shown = most_hit(facts.hits)
    unknown = sorted(set(comments) - {item.code for item in shown})
    return [
        *(
            f"临床意见缺少内容或署名：{item.code}（{item.name}）"
            for item in shown
            if not prose.is_signed(comments.get(item.code) or {})
        ),
        *(f"临床意见所指项目不在报告中：{code}" for code in unknown),
    ]


def _head(facts: Facts) -> dict[str, Any]:
    name = quarter_name(facts.quarter)
    return {
        "name": NAME,
        "title": f"{PREFECTURE}医保基金智能审核{name}{TITLE}",
        "title_lines": [f"{PREFECTURE}医保基金智能审核", f"{name}{TITLE}"],
        "quarter": str(facts.quarter),
        "period": period(facts.quarter),
        "cut_off": in_words(facts.cut_off),
        "cut_off_at": facts.cut_off.isoformat(),
        "knowledge_release": facts.knowledge_release or numbers.MISSING,
    }


def _overview(doc: Document, facts: Facts) -> list[str]:
    doc.chapter("范围与总体情况")
    if not facts.hits:
        doc.text(prose.overview(facts))
        return [prose.overview(facts)]
    summary = [prose.overview(facts), prose.progress(doc, facts)]
    doc.section("疑点数量")
    doc.text(summary[0], f"各类规则疑点见{doc.next_table}。")
    tables.by_group(doc, facts)
    doc.text("按机构类别分的疑点见下列各表。")
    tables.by_class(doc, facts)
    tables.crossed(doc, facts)
    doc.section("规则和办理情况")
    doc.text(f"{summary[1]}各规则情况见{doc.next_table}。")
    tables.by_rule(doc, facts)
    return summary


def _items(doc: Document, facts: Facts, inputs: dict[str, Any]) -> None:
    shown = most_hit(facts.hits)
    doc.chapter("重点项目分析")
    doc.text(prose.leading(doc, facts, shown), prose.without_item(doc, facts))
    if len(facts.quarters) < 2:
        doc.text("系统内仅有本季度的审核结果，不作分季度趋势分析。")
    for item in shown:
        doc.section(item.name)
        about_item(doc, item, facts.knowledge)
        doc.text(prose.item(doc, item, facts))
        item_tables.institutions(doc, item, facts)
        doc.text(prose.trend(doc, item, facts))
        item_tables.trend(doc, item, facts)
        doc.text(prose.concentration(doc, item), prose.comment(item, inputs))


def _cases(doc: Document, facts: Facts) -> None:
    doc.chapter("部分病例")
    doc.text(prose.choice(doc))
    for item in most_hit(facts.hits):
        item_tables.examples(doc, item)


def _annexes(doc: Document, facts: Facts) -> None:
    doc.annex("附件1　自查自纠反馈表（样式）")
    self_exam.form(doc, [])
    doc.annex("附件2　规则清单")
    columns = [
        Column("规则", 66, "left"),
        Column("类别", 40, "left"),
        Column("状态", 20, "center"),
        Column("规则文本校验码", 30, "center"),
    ]
    rows = [
        [
            f"{rule['rule_id']} {rule['rule_name']}",
            rule["group"],
            STATUSES[rule["status"]],
            rule["sql_sha256"][:8],
        ]
        for rule in sorted(facts.rules, key=lambda r: GROUPS.index(r["group"]))
    ]
    doc.table("临床类规则清单", columns, rows)
    doc.annex("附件3　指标口径")
    doc.text(*(f"{i}. {text}" for i, text in enumerate(DEFINITIONS, start=1)))
