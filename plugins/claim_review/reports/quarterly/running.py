"""中心工作与系统运行: batches, data quality, work done and its times, service."""

from typing import Any

from claim_review.reports import numbers
from claim_review.reports.document import Column, Document
from claim_review.reports.periods import in_words
from claim_review.reports.quarterly import work
from claim_review.reports.quarterly.facts import Facts
from claim_review.reports.quarterly.headline import coverage_sums
from claim_review.reports.quarterly.words import QUALITY, SEVERITIES
from claim_review.reports.revision.tables import BATCH_KINDS

INSTITUTIONS_SHOWN = 10
_STATUSES = {"loaded": "已载入", "refused": "未通过检查"}
_BATCHES = (
    Column("批次", 32, "left"),
    Column("类别", 18, "center"),
    Column("数据截止", 42, "center"),
    Column("结果", 22, "center"),
    Column("记录（条）", 22),
    Column("未载入（条）", 20),
)
_SENDERS = (
    Column("机构名称", 46, "left"),
    Column("县市", 15, "left"),
    Column("结算（笔）", 14),
    Column("有问题（笔）", 16),
    Column("占比", 17),
    Column("主要问题", 48, "left"),
)


def write(doc: Document, facts: Facts, inputs: dict[str, Any]) -> None:
    """Add the chapter."""
    doc.chapter("中心工作与系统运行")
    doc.section("数据接收与筛查")
    _batches(doc, facts)
    doc.text(_coverage(facts, doc))
    doc.section("数据质量")
    _quality(doc, facts)
    work.write(doc, facts)
    doc.section("服务保障")
    doc.text(work.service(doc, inputs.get("service")))


def _batches(doc: Document, facts: Facts) -> None:
    runs = len(facts.runs)
    judged = doc.cell("智能审核（次）", str(runs))
    more = "，数据、规则或知识库有变化后重新筛查，以最后一次为准" if runs > 1 else ""
    done = f"共完成智能审核{judged}次{more}。" if runs else ""
    doc.text(f"本季度接收数据批次情况见{doc.next_table}。{done}")
    doc.table(
        "数据批次接收情况",
        _BATCHES,
        [
            [
                row["batch_id"],
                BATCH_KINDS.get(row["kind"], numbers.MISSING),
                in_words(row["extracted_to"]) if row["extracted_to"] else "—",
                _STATUSES[row["status"]],
                numbers.count(row["received"]),
                numbers.count(row["set_aside"]),
            ]
            for row in facts.batch_list
        ],
    )


def _coverage(facts: Facts, doc: Document) -> str:
    """Return what was screened, and why some settlements could not be judged."""
    if not facts.coverage:
        return "本季度无规则筛查记录。"
    wanted, screened, unjudged = coverage_sums(facts)
    share = numbers.coverage(screened, wanted)
    start = (
        "按规则逐条计算，适用的结算共"
        f"{doc.cell('适用规则的结算（笔次）', numbers.count(wanted))}笔次，已筛查"
        f"{doc.cell('已筛查（笔次）', numbers.count(screened))}笔次，覆盖率{share}"
    )
    see = "分规则情况见附件2。"
    if not unjudged:
        return f"{start}，无未能判定的情形。{see}"
    named = [
        (row["label"] or "原因未登记", numbers.count(row["settlements"]))
        for row in facts.gaps[:5]
    ]
    reasons = "、".join(
        f"{name}{doc.cell(f'未能判定：{name}（笔次）', value)}笔次"
        for name, value in named
    )
    why = f"（{reasons}{'等' if len(facts.gaps) > 5 else ''}）" if reasons else ""
    lacking = doc.cell("未能判定（笔次）", numbers.count(unjudged))
    return (
        f"{start}；另有{lacking}笔次因缺少所需信息未能判定{why}，"
        f"不视为合规，待数据补齐后重新筛查。{see}"
    )


def _quality(doc: Document, facts: Facts) -> None:
    checks = [row for row in facts.quality if row["severity"] != "info"]
    if not checks:
        doc.text("本季度无数据质量检查记录。")
        return
    failed = [row for row in checks if row["failed_count"]]
    done = doc.cell("数据质量检查（项）", str(len(checks)))
    if failed:
        severe = sum(row["severity"] == "gate" for row in failed)
        weight = "均为一般问题"
        if severe:
            weight = f"其中严重问题{doc.cell('严重问题（项）', str(severe))}项"
        found = doc.cell("发现问题的检查（项）", str(len(failed)))
        doc.text(
            f"共执行数据质量检查{done}项，{found}项发现问题，{weight}，详见附件3。"
            f"{_gates(doc, facts)}建议相关机构核对上传数据，限期补正。"
        )
    else:
        doc.text(f"共执行数据质量检查{done}项，均未发现问题。{_gates(doc, facts)}")
    senders = facts.gate_institutions
    if senders:
        shown = senders[:INSTITUTIONS_SHOWN]
        many = doc.cell("有数据问题的机构（家）", numbers.count(len(senders)))
        which = f"，居前{len(shown)}家" if len(senders) > len(shown) else ""
        doc.text(f"数据门禁涉及机构{many}家{which}见{doc.next_table}。")
        doc.table("数据问题较多的机构", _SENDERS, [_sender(row) for row in shown])


def _gates(doc: Document, facts: Facts) -> str:
    if not facts.gates:
        return ""
    flagged = numbers.count(sum(row["hits"] for row in facts.gates))
    return (
        f"数据门禁规则{doc.cell('数据门禁规则（条）', str(len(facts.gates)))}条，"
        f"标记数据问题{doc.cell('数据门禁标记（条）', flagged)}条，不计入疑点。"
    )


def _sender(row: dict[str, Any]) -> list[str]:
    return [
        row["fixmedins_name"] or row["fixmedins_code"],
        row["county"] or "未登记",
        numbers.count(row["settlements"]),
        numbers.count(row["flagged"]),
        numbers.percent(numbers.ratio(row["flagged"], row["settlements"])),
        "、".join(name for name in row["rule_names"] if name) or numbers.MISSING,
    ]


def quality_rows(facts: Facts) -> list[list[str]]:
    """Return the data checks that some row failed, for the annex."""
    return [
        [
            row["label"],
            SEVERITIES[row["severity"]],
            numbers.count(row["failed_count"]),
            numbers.count(row["total_count"]),
            numbers.percent(numbers.ratio(row["failed_count"], row["total_count"])),
        ]
        for row in facts.quality
        if row["failed_count"]
    ]


def quality_table(doc: Document, facts: Facts) -> None:
    """Add the table of failed checks."""
    doc.table("数据质量问题清单", QUALITY, quality_rows(facts))
