"""中心工作: what was done at each stage, how long it took; service given."""

from typing import Any

from claim_review.reports import numbers
from claim_review.reports.document import Column, Document
from claim_review.reports.quarterly.facts import Facts

_STAGES = (
    Column("环节", 34, "left"),
    Column("进入（条次）", 18),
    Column("办结（条次）", 18),
    Column("在办（条次）", 18),
    Column("逾期（条次）", 18),
    Column("时长中位数（工作日）", 24),
    Column("九成办结时长（工作日）", 26),
)
_PERSONS = (
    Column("人员及环节", 66, "left"),
    Column("办结（条次）", 30),
    Column("其中逾期（条次）", 30),
    Column("日均办结（条次）", 30),
)
_COUNTS = ("entered", "finished", "still_open", "overdue")
_SERVICES = {
    "calls": ("受理来电及咨询", "次"),
    "onsite": ("现场服务", "次"),
    "onsite_in_12h": ("其中12小时内到场", "次"),
    "consultations": ("规则答疑", "次"),
    "training": ("举办培训", "场"),
}


def write(doc: Document, facts: Facts) -> None:
    """Add the section of work done, by stage and by person."""
    doc.section("审核工作量与时效")
    if not facts.stages:
        doc.text("截至本报告时点，本季度疑点尚无人工办理记录。")
        return
    doc.text(
        f"各环节办理数量与时长见{doc.next_table}，时长按工作日计算，"
        "自进入该环节之日起至办结之日止；退回重办的再次计入，"
        "逾期含办结时已超期限和期满仍未办结的。"
    )
    rows = [
        [
            row["state_name"],
            *(numbers.count(row[key]) for key in _COUNTS),
            numbers.decimal(row["workdays_median"]),
            numbers.decimal(row["workdays_p90"]),
        ]
        for row in facts.stages
    ]
    doc.table("各环节办理情况", _STAGES, rows)
    if facts.people:
        doc.text(
            f"人员工作量见{doc.next_table}，人员以代号表示，日均按实际工作期间计算。"
        )
        rows = [
            [
                f"{row['person']}　{row['state_name']}",
                numbers.count(row["finished"]),
                numbers.count(row["overdue"]),
                numbers.decimal(row["finished_per_workday"]),
            ]
            for row in facts.people
        ]
        doc.table("审核人员工作量", _PERSONS, rows)


def service(doc: Document, written: dict[str, Any] | None) -> str:
    """Return what was written down for the quarter; what is missing is said to be."""
    if not written:
        return "服务保障情况：待填报。"
    parts = []
    for key, (name, unit) in _SERVICES.items():
        value = written.get(key)
        told = "待填报"
        if value is not None:
            told = f"{doc.cell(f'{name}（{unit}）', numbers.count(int(value)))}{unit}"
        parts.append(f"{name}{told}")
    return f"本季度{'，'.join(parts)}。"
