"""规则与系统调整: rules in force, what changed since the quarter before, parameters."""

from claim_review.reports import numbers
from claim_review.reports.document import Column, Document
from claim_review.reports.quarterly.facts import Facts
from claim_review.rulebook.words import CLASSES, VERDICTS

CHANGES = {
    "added": "新增",
    "ended": "不再使用",
    "live": "由试运行转为正式",
    "shadow": "转为试运行",
    "rewritten": "判断逻辑修改",
}
_BY_CLASS = (
    Column("规则类别", 52, "left"),
    Column("正式（条）", 34),
    Column("试运行（条）", 36),
    Column("合计（条）", 34),
)
_CHANGED = (
    Column("规则编号", 28, "left"),
    Column("规则名称", 84, "left"),
    Column("调整", 44, "left"),
)
_RULEBOOK = (
    Column("规则编号", 18, "left"),
    Column("规则名称", 40, "left"),
    Column("类别", 26, "left"),
    Column("结论类型", 18, "center"),
    Column("状态", 15, "center"),
    Column("生效日期", 21, "center"),
    Column("版本", 18, "center"),
)
_COVERAGE = (
    Column("规则编号", 20, "left"),
    Column("规则名称", 56, "left"),
    Column("应筛查（笔）", 20),
    Column("已筛查（笔）", 20),
    Column("未能判定（笔）", 22),
    Column("命中（条）", 18),
)
_THRESHOLDS = (
    Column("参数", 82, "left"),
    Column("取值", 20),
    Column("单位", 18, "center"),
    Column("用于规则", 36, "left"),
)


def write(doc: Document, facts: Facts) -> None:
    """Add the chapter."""
    doc.chapter("规则与系统调整")
    live, trial = _of(facts, "live"), _of(facts, "shadow")
    parts = (
        ("审核规则", len(facts.rules)),
        ("标记数据问题的数据门禁", len(facts.gates)),
        ("按机构提示的规则", live - len(facts.rules) - len(facts.gates)),
    )
    kinds = [
        f"{name}{doc.cell(f'{name}（条）', str(number))}条"
        for name, number in parts
        if number > 0
    ]
    tried = ""
    if trial:
        tried = f"，另有{trial}条试运行，其命中只供评估，不计入疑点和本报告的其他数字"
    doc.text(
        f"本季度正式启用规则{live}条，包括{'、'.join(kinds)}{tried}。"
        f"分类情况见{doc.next_table}。"
    )
    doc.table("规则数量", _BY_CLASS, *_by_class(facts))
    _changes(doc, facts)
    _knowledge(doc, facts)
    if facts.thresholds:
        open_ = doc.cell("待确认参数（项）", str(len(facts.thresholds)))
        doc.text(
            f"本期启用规则所用参数中，有{open_}项为建议值，尚待医保部门确认，见附件4；"
            "确认或调整后，相关疑点将重新筛查。"
        )


def _of(facts: Facts, status: str) -> int:
    return sum(row["rule_status"] == status for row in facts.rulebook)


def _by_class(facts: Facts) -> tuple[list[list[str]], list[str]]:
    rows = []
    for code, (name, _) in CLASSES.items():
        own = [row for row in facts.rulebook if row["rule_class"] == code]
        live = sum(row["rule_status"] == "live" for row in own)
        if own:
            rows.append([name, str(live), str(len(own) - live), str(len(own))])
    live, whole = _of(facts, "live"), len(facts.rulebook)
    return rows, ["合计", str(live), str(whole - live), str(whole)]


def _changes(doc: Document, facts: Facts) -> None:
    if facts.previous_total is None:
        doc.text("系统内无上一季度的审核记录，本期不列规则变动情况。")
        return
    if not facts.rule_changes:
        doc.text("与上一季度相比，启用的规则及其判断逻辑没有变动。")
        return
    many = doc.cell("变动的规则（条）", str(len(facts.rule_changes)))
    doc.text(
        f"与上一季度相比，变动的规则{many}条，见{doc.next_table}。"
        "判断逻辑是否修改按两个季度命中疑点所载规则版本比较，未命中的规则不作比较。"
    )
    rows = [
        [row["rule_id"], row["rule_name"] or numbers.MISSING, CHANGES[row["change"]]]
        for row in facts.rule_changes
    ]
    doc.table("规则变动情况", _CHANGED, rows)


def _knowledge(doc: Document, facts: Facts) -> None:
    now, before = facts.knowledge_release, facts.previous_release
    if now is None:
        return
    if before is None:
        doc.text(f"本季度审核使用的知识库版本为{now}。")
    elif before == now:
        doc.text(f"知识库版本为{now}，与上一季度相同。")
    else:
        earlier = doc.cell("上一季度知识库版本", before)
        doc.text(f"知识库版本由{earlier}更新为{now}。")


def rule_tables(doc: Document, facts: Facts) -> None:
    """Add the list of rules with their versions, and what each of them screened."""
    doc.table(
        "规则清单与版本",
        _RULEBOOK,
        [
            [
                row["rule_id"],
                row["rule_name"] or numbers.MISSING,
                CLASSES[row["rule_class"]][0] if row["rule_class"] else "—",
                VERDICTS.get(row["verdict"], numbers.MISSING),
                "正式" if row["rule_status"] == "live" else "试运行",
                f"{row['effective_from']}" if row["effective_from"] else "—",
                (row["sql_sha256"] or numbers.MISSING)[:8],
            ]
            for row in facts.rulebook
        ],
    )
    doc.note("版本为规则判断逻辑校验码的前8位。")
    doc.table(
        "各规则筛查情况",
        _COVERAGE,
        [
            [
                row["rule_id"],
                row["rule_name"] or numbers.MISSING,
                numbers.count(row["settlements_in_scope"]),
                numbers.count(row["settlements_screened"]),
                numbers.count(row["settlements_not_judged"]),
                numbers.count(row["hits"]),
            ]
            for row in facts.coverage
        ],
    )


def threshold_table(doc: Document, facts: Facts) -> None:
    """Add the thresholds that the bureau has not confirmed, as they were set."""
    doc.table(
        "待确认的审核参数",
        _THRESHOLDS,
        [
            # 15 and not 15.0000.
            [
                row["meaning"],
                f"{row['value']:,f}".rstrip("0").rstrip("."),
                row["unit"],
                row["rule_ids"],
            ]
            for row in facts.thresholds
        ],
    )
