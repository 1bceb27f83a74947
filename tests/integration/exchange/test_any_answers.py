"""Whatever is written into a workbook, a row counts or is told to be wrong."""

from itertools import product

import psycopg
import pytest
from tests.integration.cases.casework import START, opened
from tests.integration.exchange.desk import DAY, Desk, filled, problems
from tests.unit.exchange.workbooks import KEY

from claim_review.exchange.issuing import reasons
from claim_review.exchange.kinds import KINDS, REVIEWS, TO_INSTITUTIONS
from claim_review.exchange.layout import Column
from claim_review.exchange.worklist import issue_to_institution, issue_worklist

ASKED = REVIEWS | TO_INSTITUTIONS
FILES = {"病历.pdf": b"record"}
# What is decided in each kind when a row counts.
EVENTS = {
    "FIRST_REVIEW": {"first_suspect", "first_clear"},
    "SECOND_REVIEW": {"second_agree", "second_clear", "second_return"},
    "APPEAL_REVIEW": {"opinion", "request_supplement", "escalate_panel"},
    "FINAL_REVIEW": {"final_confirm", "final_clear", "final_return"},
    "RECONSIDER": {"reconsider_confirm", "reconsider_clear"},
    "SUPPLEMENT": {"supplement"},
    "NOTICE": {"reconsider"},
}


def cells(connection: psycopg.Connection, kind: str, column: Column) -> list[str]:
    """Return what somebody may write into a column, and nothing."""
    question = ASKED[kind]
    if column.kind == "money":
        return ["", "33.33", "90.01"]
    if column.title in question.reasons:
        used_for = question.reasons[column.title]
        return ["", *reasons(connection, START, used_for)[:2]]
    # Of many grounds for a panel those that need the most.
    offered = question.choices.get(column.title, ["病历.pdf"])
    return ["", *(offered if column.title.endswith("结论") else offered[-1:])]


def workbook(connection: psycopg.Connection, kind: str, who: str) -> bytes:
    if kind in REVIEWS:
        told = (kind, who, 9, KEY, "lead", START + DAY)
        return issue_worklist(connection, *told).content
    told = (kind, who, KEY, "desk", START + DAY)
    return issue_to_institution(connection, *told).content


@pytest.mark.parametrize("kind", EVENTS)
def test_a_row_counts_or_is_told_to_be_wrong(connection, kind):
    who = "somebody" if kind in REVIEWS else "H1"
    case = opened(connection, "A").goes_to(ASKED[kind].state)
    sent = workbook(connection, kind, who)
    desk = Desk(connection, who, START + 2 * DAY, dict(FILES))
    asked = KINDS[kind].layout.answers
    counted = set()
    for written in product(*(cells(connection, kind, column) for column in asked)):
        answers = dict(zip((column.title for column in asked), written, strict=True))
        outcome = desk.previews(filled(sent, {"A": answers}))
        counts, is_told = bool(outcome.taken), bool(problems(outcome))
        assert counts + is_told == any(written), answers
        counted |= {row.event for row in outcome.taken}
    assert counted == EVENTS[kind]
    assert case.state == ASKED[kind].state


def test_no_kind_is_forgotten():
    assert set(EVENTS) == set(ASKED)
