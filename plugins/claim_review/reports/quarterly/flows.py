"""审核结果总体: the chart of where cases went."""

from typing import Any

from claim_review.reports import numbers
from claim_review.reports.document import Chart
from claim_review.reports.quarterly.facts import Facts

# Where cases left the way, or still are, by the steps that lead there.
_ENDS = {
    "cleared_first": "初审排除",
    "cleared_second": "复审排除",
    "cleared_final": "终审不违规",
    "void": "作废",
    "transferred": "移送",
    "waiting_first": "待初审",
    "waiting_second": "待复审",
    "waiting_dispatch": "待下发",
    "waiting_answer": "申诉期内",
    "waiting_decision": "评审及终审中",
    "not_refused_yet": "尚未列入拒付",
}
_STEPS = (
    ("纳入审核", ("hit",)),
    ("初审疑似", ("agreed_first", "agreed_second")),
    ("下发", ("dispatched", "accepted", "appealed", "deemed")),
    ("终审认定", ("confirmed",)),
    ("已列拒付", ()),
)


def flow(facts: Facts) -> Chart | None:
    """Return how the cases went on and where others left the way or still are."""
    left = sum(row["cases"] for row in facts.flows if row["from_step"] == "hit")
    if not left:
        return None
    steps: list[list[Any]] = []
    for step, sources in _STEPS:
        counts = dict.fromkeys(_ENDS, 0)
        for row in facts.flows:
            if row["from_step"] in sources and row["to_step"] in counts:
                counts[row["to_step"]] += row["cases"]
        branches = [
            [_ENDS[end], numbers.count(cases)] for end, cases in counts.items() if cases
        ]
        steps.append([step, numbers.count(left), branches])
        left -= sum(counts.values())
    return {"kind": "flow", "steps": steps}
