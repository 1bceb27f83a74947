"""Which hits did not stand on appeal, why, and whether the rule was changed since."""

from decimal import Decimal

from claim_review.reports import numbers
from claim_review.reports.clinical.counting import by, counted
from claim_review.reports.clinical.facts import Facts, Row
from claim_review.reports.document import Column, Document

SMALL_SAMPLE = 30


def misjudged(doc: Document, facts: Facts) -> None:
    """Add the analysis of the hits whose appeal got all or some."""
    whole = counted(facts.hits)
    overturned = [h for h in facts.hits if h["is_upheld"] or h["is_partly_upheld"]]
    excluded = doc.cell("初审、复审排除疑点（条）", numbers.count(whole.excluded))
    doc.text(f"初审、复审人工核查排除疑点{excluded}条，未下发机构。")
    if not whole.decided:
        doc.text("截至案件办理截止时间，本季度临床类疑点尚无办结的申诉，不作误判分析。")
        return
    decided = doc.cell("已办结申诉（条）", numbers.count(whole.decided))
    doc.text(_outcome(doc, whole.upheld, whole.partly_upheld, decided))
    if not overturned:
        return
    faulty = {row["reason_code"] for row in facts.reasons if row["counts_against_rule"]}
    blamed = sum(hit["overturn_reason"] in faulty for hit in overturned)
    text = f"按申诉成立（含部分成立）的原因分，见{doc.next_table}"
    if blamed:
        count = doc.cell("因规则、知识库或数据有误推翻（条）", numbers.count(blamed))
        text += f"，其中因规则、知识库或数据有误的{count}条，计入规则误判"
    else:
        text += "，没有因规则、知识库或数据有误而推翻的疑点"
    doc.text(f"{text}。")
    _reasons(doc, overturned, facts)
    doc.text(f"涉及的规则及其后的调整情况见{doc.next_table}。")
    _rules(doc, facts)
    few = doc.cell("样本不足的界限（条）", numbers.count(SMALL_SAMPLE))
    doc.note(
        "推翻率为申诉成立（含部分成立）除以已办结申诉；标*者已办结申诉不足"
        f"{few}条，样本不足，仅供参考。"
    )


def _outcome(doc: Document, upheld: int, partly: int, decided: str) -> str:
    if not upheld + partly:
        return f"机构申诉已办结{decided}条，均未成立。"
    full = doc.cell("申诉成立（条）", numbers.count(upheld))
    part = doc.cell("申诉部分成立（条）", numbers.count(partly))
    return f"机构申诉已办结{decided}条，其中申诉成立{full}条、部分成立{part}条。"


def _reasons(doc: Document, overturned: list[Row], facts: Facts) -> None:
    known = {row["reason_code"]: row for row in facts.reasons}
    columns = [
        Column("原因", 52, "left"),
        Column("是否计入规则误判", 28, "center"),
        *(Column(head, 22) for head in ("申诉成立（条）", "部分成立（条）")),
        Column("核减金额（元）", 32),
    ]
    rows = []
    for code, hits in by(_with_reason(overturned), "overturn_reason").items():
        reason = known.get(code)
        faulty = "是" if reason and reason["counts_against_rule"] else "否"
        name = reason["reason_name"] if reason else "原因未登记"
        rows.append([name, faulty, *_sums(hits)])
    doc.table("申诉成立的原因", columns, rows, ["合计", "", *_sums(overturned)])


def _rules(doc: Document, facts: Facts) -> None:
    current = {rule["rule_id"]: rule["sql_sha256"] for rule in facts.rules}
    columns = [
        Column("规则", 50, "left"),
        Column("已办结申诉", 16),
        *(Column(head, 20) for head in ("申诉成立", "部分成立")),
        Column("推翻率", 24),
        Column("其后规则调整", 26, "center"),
    ]
    rows = []
    for rule_id, hits in by(facts.hits, "rule_id").items():
        sums = counted(hits)
        if not sums.overturned:
            continue
        versions = {hit["rule_version"] for hit in hits if hit["rule_version"]}
        rows.append(
            [
                f"{rule_id} {hits[0]['rule_name']}",
                numbers.count(sums.decided),
                numbers.count(sums.upheld),
                numbers.count(sums.partly_upheld),
                _rate(sums.overturned, sums.decided),
                "未调整" if versions <= {current[rule_id]} else "已调整",
            ]
        )
    doc.table("申诉成立涉及的规则", columns, rows)


def _rate(overturned: int, decided: int) -> str:
    share = numbers.percent(numbers.ratio(Decimal(overturned), Decimal(decided)))
    return share + ("*" if decided < SMALL_SAMPLE else "")


def _with_reason(hits: list[Row]) -> list[Row]:
    return [{**hit, "overturn_reason": hit["overturn_reason"] or ""} for hit in hits]


def _sums(hits: list[Row]) -> list[str]:
    sums = counted(hits)
    less = sum(
        ((hit["dispatched_amount"] or 0) - (hit["final_amount"] or 0) for hit in hits),
        Decimal(),
    )
    counts = (sums.upheld, sums.partly_upheld)
    return [*(numbers.count(value) for value in counts), numbers.yuan(less)]
