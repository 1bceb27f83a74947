"""Whatever is written into a workbook, a row counts or is told to be wrong."""

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.integration.cases.casework import START, opened
from tests.integration.exchange.desk import DAY, Desk, filled, problems
from tests.unit.exchange.workbooks import KEY

from claim_review.exchange.issuing import reasons
from claim_review.exchange.kinds import KINDS, REVIEWS, TO_INSTITUTIONS
from claim_review.exchange.worklist import issue_to_institution, issue_worklist

FILES = {"病历.pdf": b"record", "会诊.pdf": b"consultation"}
MONEY = ["", "", "0", "0.01", "33.33", "60", "89.99", "90", "90.01", "100", "1e9"]
TEXTS = [
    "",
    "",
    "说明",
    "病情需要，附病程记录为证。",
    "病历.pdf；会诊.pdf",
    "P1",
    "=1+1",
]


def cells(connection: psycopg.Connection, kind: str, title: str) -> list[str]:
    """Return what somebody may write into a column of a kind."""
    question = (REVIEWS | TO_INSTITUTIONS)[kind]
    offered = question.choices.get(title)
    if title in question.reasons:
        offered = reasons(connection, START, question.reasons[title])
    asked = KINDS[kind].layout.answers
    column = next(each for each in asked if each.title == title)
    if column.kind == "money":
        return MONEY
    return ["", *offered] if offered else TEXTS


def workbook(connection: psycopg.Connection, kind: str) -> bytes:
    if kind in REVIEWS:
        told = (kind, "somebody", 9, KEY, "lead", START + DAY)
        return issue_worklist(connection, *told).content
    told = (kind, "H1", KEY, "desk", START + DAY)
    return issue_to_institution(connection, *told).content


@pytest.mark.parametrize("kind", [*REVIEWS, *TO_INSTITUTIONS])
def test_a_row_counts_or_is_told_and_the_preview_holds(connection, kind):
    state = (REVIEWS | TO_INSTITUTIONS)[kind].state
    case = opened(connection, "A").goes_to(state)
    sent = workbook(connection, kind)
    who = "somebody" if kind in REVIEWS else "H1"
    desk = Desk(connection, who, START + 2 * DAY, dict(FILES))
    written = st.fixed_dictionaries(
        {
            column.title: st.sampled_from(cells(connection, kind, column.title))
            for column in KINDS[kind].layout.answers
        }
    )

    @settings(max_examples=40, deadline=None)
    @given(answers=written)
    def check(answers: dict[str, str]) -> None:
        with connection.transaction(force_rollback=True):
            content = filled(sent, {"A": answers})
            seen = desk.previews(content)
            assert case.state == state
            outcome = desk.hands_in(content, seen)
            assert outcome == seen
            is_told = bool(problems(outcome))
            assert len(outcome.taken) + is_told == any(answers.values())
            after = [row.state for row in outcome.taken] or [state]
            assert [case.state] == after

    check()
