"""What institutions are asked to examine in their own house, and the form for it."""

from collections.abc import Sequence

from claim_review.reports import numbers
from claim_review.reports.clinical import counting, tables
from claim_review.reports.clinical.facts import Facts
from claim_review.reports.document import Column, Document

# 建议值 of the bureau's practice; a term that the bureau has not confirmed.
WORKDAYS = 15
_BLANK_LINES = 4
_FOUND = (
    Column("序号", 12, "center"),
    # Wide enough for the 15 digits of a service.
    Column("项目名称和编码", 43, "left"),
    Column("提示（条）", 15),
    Column("提示（元）", 20),
    Column("自认（条）", 15, "center"),
    Column("自认（元）", 18, "center"),
    Column("新增（条）", 15, "center"),
    Column("新增（元）", 18, "center"),
)
_DONE = (
    Column("序号", 12, "center"),
    Column("原因类别", 20, "center"),
    Column("原因说明", 28, "left"),
    Column("整改措施", 36, "left"),
    Column("责任人", 16, "center"),
    Column("完成日期", 20, "center"),
    Column("退款凭证号", 24, "center"),
)


def demands(doc: Document, facts: Facts) -> None:
    """Add what the institutions have to do, and which of them."""
    if not counting.to_examine(facts.hits):
        doc.text("截至案件办理截止时间，没有已下发且未排除的临床类疑点，无需机构自查。")
        return
    days = doc.cell("自查期限（工作日）", numbers.count(WORKDAYS))
    doc.text(
        "有关机构应对照本机构病例摘录逐条自查，查明原因，对确属违规的费用主动退回，并将"
        "自查中新发现的同类问题一并整改。",
        f"自查期限按收到病例摘录之日起{days}个工作日掌握（建议值，待医保部门确认），"
        "期满前以书面形式交回《自查自纠反馈表》，由机构负责人签字并加盖公章。样式见附件1。",
        f"需自查自纠的机构及其疑点见{doc.next_table}，不含申诉成立、终审不予认定和作废的"
        "疑点。各机构只收到本机构的病例摘录。",
    )
    tables.to_examine(doc, facts)


def form(doc: Document, items: Sequence[tuple[str, str, int, str]]) -> None:
    """Add the form to be filled in, its first columns filled in for the items.

    An item is its name, code, hits and fee; without any the form has blank lines.
    """
    known = [[f"{name} {code}", numbers.count(n), fee] for name, code, n, fee in items]
    lines = known or [["", "", ""]] * _BLANK_LINES
    found = [[str(i), *line, "", "", "", ""] for i, line in enumerate(lines, start=1)]
    doc.table("自查结果", _FOUND, found)
    done = [[str(i), *[""] * 6] for i in range(1, len(lines) + 1)]
    doc.table("原因和整改", _DONE, done)
    doc.note(
        "填表说明：序号与自查结果表一致；原因类别填制度、系统、人员或理解；提示指系统提示的"
        "疑点，自认指其中本机构认可的疑点，新增指系统未提示而自查发现的同类问题。"
    )
    doc.signature("机构名称（盖章）", "机构负责人（签字）", "填表人")
