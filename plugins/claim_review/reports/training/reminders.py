"""How the county's institutions use reminders before settlement, as far as is known."""

from collections.abc import Sequence
from typing import Any

from claim_review.reports import numbers
from claim_review.reports.training.counts import by, counted_persons
from claim_review.reports.training.facts import Facts
from claim_review.reports.training.small_cells import cell, hidden

Row = dict[str, Any]

FORCED_SHOWN = 5


def state(code: str, facts: Facts) -> list[list[str]]:
    """Return the figures of use in the county, none where nothing was delivered.

    A rate of few alerts would tell of somebody and is a dash.
    """
    row = facts.reminders.get(code)
    if row is None:
        return []
    least = facts.parameters["small_cell_n"]

    def rate(key: str, base: str) -> str:
        few = row[base] < least
        return numbers.MISSING if few else numbers.percent(row[key])

    return [
        ["定点医药机构（家）", numbers.count(row["institutions"])],
        ["调用过事前提醒的机构（家）", numbers.count(row["institutions_calling"])],
        ["调用覆盖率", rate("coverage_rate", "settlements")],
        ["反馈率", rate("feedback_rate", "alerts")],
        ["遵从率", rate("compliance_rate", "alerts_with_feedback")],
        ["强制继续率", rate("overridden_rate", "alerts_with_feedback")],
    ]


def forced(rows: Sequence[Row], facts: Facts) -> list[list[str]]:
    """Return the rules whose reminders were most often overridden in the county."""
    groups = by(rows, "rule_name")
    ordered = sorted(groups, key=lambda name: (-len(groups[name]), name))
    least = facts.parameters["small_cell_n"]
    persons = [counted_persons(groups[name]) for name in ordered]
    hide = hidden(persons, least)
    return [
        [
            name,
            cell(numbers.count(len(groups[name])), persons[n], least, hide=hide[n]),
        ]
        for n, name in enumerate(ordered)
    ][:FORCED_SHOWN]
