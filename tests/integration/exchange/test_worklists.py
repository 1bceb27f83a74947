"""Reviewers decide in a workbook what waits for them."""

from datetime import timedelta
from decimal import Decimal

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.integration.cases.casework import START, Case, opened
from tests.integration.exchange.desk import DAY, Desk, filled, problems
from tests.unit.exchange.workbooks import KEY, grids

from claim_review.exchange.problems import WorkbookRefusedError
from claim_review.exchange.taking import ChangedSincePreviewError
from claim_review.exchange.worklist import NotOnTheListError, issue_worklist
from claim_review.review import staff

SUSPECT = {"初审结论": "疑似违规", "认定依据": "说明书"}


@pytest.fixture
def cases(connection: psycopg.Connection) -> dict[str, Case]:
    """Two cases that wait for their first review."""
    return {name: opened(connection, name).goes_to("S10") for name in ("A", "B")}


def worklist(
    connection, kind="FIRST_REVIEW", reviewer="wang", most=10, as_of=START + DAY
) -> bytes | None:
    issued = issue_worklist(connection, kind, reviewer, most, KEY, "lead", as_of)
    return issued and issued.content


def events(connection) -> list[tuple]:
    return connection.execute(
        """
        select hit_id, event, amount, fund_amount, reason_code, actor_id, occurred_at
        from review.event where event <> 'ingest' order by hit_id, seq
        """
    ).fetchall()


def test_a_first_review_is_recorded_row_by_row(connection, cases):
    sent = worklist(connection)
    desk = Desk(connection, "wang", START + 2 * DAY)
    outcome = desk.hands_in(
        filled(
            sent,
            {
                "A": SUSPECT | {"认定金额（元）": "33.33"},
                "B": {"初审结论": "不违规", "不违规原因": "CALC 金额计算有误"},
            },
        )
    )
    assert problems(outcome) == []
    assert [(row.hit_id, row.state) for row in outcome.taken] == [
        ("A", "S20"),
        ("B", "S95"),
    ]
    # 80 of 100 yuan were the fund's: 26.664 of 33.33.
    part = (Decimal("33.33"), Decimal("26.66"))
    assert events(connection) == [
        ("A", "first_suspect", *part, None, "wang", desk.now),
        ("B", "first_clear", None, None, "CALC", "wang", desk.now),
    ]


def test_a_preview_changes_nothing_and_says_what_would_be(connection, cases):
    content = filled(worklist(connection), {"A": SUSPECT})
    desk = Desk(connection, "wang")
    outcome = desk.previews(content)
    assert events(connection) == []
    assert outcome.unanswered == 1
    assert (outcome.taken[0].amount, outcome.taken[0].state) == (100, "S20")
    assert desk.hands_in(content) == outcome


def test_what_was_previewed_is_what_counts(connection, cases):
    content = filled(worklist(connection), {"A": SUSPECT})
    desk = Desk(connection, "wang")
    seen = desk.previews(content)
    cases["A"].does("void")
    with pytest.raises(ChangedSincePreviewError, match="重新预览"):
        desk.hands_in(content, seen)
    assert [event[1] for event in events(connection)] == ["void"]


def test_a_preview_is_of_one_file(connection, cases):
    sent, desk = worklist(connection), Desk(connection, "wang")
    seen = desk.previews(filled(sent, {"A": SUSPECT}))
    other = filled(sent, {"A": SUSPECT | {"认定依据": "另一个依据"}})
    with pytest.raises(ChangedSincePreviewError):
        desk.hands_in(other, seen)


def test_rows_are_counted_as_taken_or_refused(connection, cases):
    answers = {"A": SUSPECT, "B": {"初审结论": "或许", "认定金额（元）": "八十"}}
    Desk(connection, "wang").hands_in(filled(worklist(connection), answers))
    counts = "select rows_taken, rows_refused from review.workbook_return"
    assert connection.execute(counts).fetchall() == [(1, 1)]


def test_the_same_file_again_changes_nothing(connection, cases):
    content = filled(worklist(connection), {"A": SUSPECT})
    Desk(connection, "wang").hands_in(content)
    before = events(connection)
    again = Desk(connection, "wang", START + 5 * DAY).hands_in(content)
    assert again.taken_before == START + DAY
    assert events(connection) == before


def test_a_workbook_is_filled_in_little_by_little(connection, cases):
    sent = worklist(connection)
    desk = Desk(connection, "wang")
    desk.hands_in(filled(sent, {"A": SUSPECT}))
    desk.now += DAY
    outcome = desk.hands_in(filled(sent, {"A": SUSPECT, "B": SUSPECT}))
    assert [(row.hit_id, row.is_new) for row in outcome.taken] == [
        ("A", False),
        ("B", True),
    ]
    counts = "select rows_taken from review.workbook_return order by received_at"
    assert connection.execute(counts).fetchall() == [(1,), (1,)]


def test_what_counts_already_cannot_be_said_otherwise(connection, cases):
    sent = worklist(connection)
    desk = Desk(connection, "wang")
    desk.hands_in(filled(sent, {"A": SUSPECT}))
    outcome = desk.hands_in(filled(sent, {"A": SUSPECT | {"认定金额（元）": 5}}))
    assert problems(outcome) == ["待初审!N2：本行先前提交的内容已经生效，不能更改"]


def test_an_answer_after_something_else_happened_does_not_count(connection, cases):
    content = filled(worklist(connection), {"A": SUSPECT, "B": SUSPECT})
    cases["A"].does("void")
    outcome = Desk(connection, "wang").hands_in(content)
    assert problems(outcome) == [
        "待初审!N2：下发后该疑点另有处理（现为S96 作废），本行不再适用"
    ]
    assert [row.hit_id for row in outcome.taken] == ["B"]


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ({"认定依据": "说明书"}, "待初审!N2：未填写：本行已填写其他内容"),
        ({"初审结论": "疑似违规"}, "待初审!P2：未填写：结论为疑似违规时须写明依据"),
        ({"初审结论": "不违规"}, "待初审!Q2：未填写：结论为不违规时须选原因"),
        (
            SUSPECT | {"认定金额（元）": "100.01"},
            "待初审!O2：100.01元超过涉及金额（元）100.00元",
        ),
        (
            SUSPECT | {"不违规原因": "OTHER 其他"},
            "待初审!Q2：不应填写：结论为疑似违规",
        ),
    ],
)
def test_answers_that_do_not_go_together_are_told(connection, cases, answers, problem):
    content = filled(worklist(connection), {"A": answers, "B": SUSPECT})
    outcome = Desk(connection, "wang").hands_in(content)
    assert problems(outcome) == [problem]
    assert [row.hit_id for row in outcome.taken] == ["B"]


def test_a_second_review_agrees_clears_or_returns(connection, cases):
    cases["C"] = opened(connection, "C").goes_to("S10")
    for case in cases.values():
        case.does("first_suspect", amount=90, fund_amount=72)
    sent = worklist(connection, "SECOND_REVIEW", "li")
    outcome = Desk(connection, "li").hands_in(
        filled(
            sent,
            {
                "A": {"复审结论": "同意", "认定金额（元）": 45},
                "B": {"复审结论": "不违规", "不违规原因": "DUP 已另行处理"},
                "C": {"复审结论": "退回初审", "退回意见": "请补充依据"},
            },
        )
    )
    assert problems(outcome) == []
    assert [row.state for row in outcome.taken] == ["S30", "S95", "S10"]
    assert (outcome.taken[0].amount, outcome.taken[0].fund_amount) == (45, 36)


def test_nobody_is_sent_what_they_reviewed_first(connection, cases):
    cases["A"].does("first_suspect", actor_id="wang")
    assert worklist(connection, "SECOND_REVIEW", "wang") is None
    assert worklist(connection, "SECOND_REVIEW", "li")


def test_what_somebody_has_is_not_sent_to_others_until_it_is_overdue(connection, cases):
    assert worklist(connection, most=1)
    rest = grids(worklist(connection, reviewer="li"))["待初审"]
    assert [row[0] for row in rest[1:]] == ["B"]
    assert len(grids(worklist(connection, as_of=START + 2 * DAY))["待初审"]) == 2
    late = worklist(connection, reviewer="zhao", as_of=START + 30 * DAY)
    assert [row[0] for row in grids(late)["待初审"][1:]] == ["A", "B"]


def test_somebody_elses_workbook_is_refused(connection, cases):
    content = filled(worklist(connection), {"A": SUSPECT})
    with pytest.raises(WorkbookRefusedError, match="下发给wang，不能由li提交"):
        Desk(connection, "li").previews(content)


def test_a_workbook_that_never_went_out_is_refused(connection, cases):
    with connection.transaction(force_rollback=True):
        sent = worklist(connection)
    with pytest.raises(WorkbookRefusedError, match="没有下发记录"):
        Desk(connection, "wang").previews(filled(sent, {"A": SUSPECT}))


def test_the_same_worklist_again_is_the_same_and_recorded_once(connection, cases):
    assert worklist(connection) == worklist(connection)
    count = "select count(*) from review.workbook"
    assert connection.execute(count).fetchone() == (1,)


def test_a_worklist_that_shows_something_else_is_another(connection, cases):
    worklist(connection)
    connection.execute("update marts.dim_rule set rule_name = '另名'")
    worklist(connection)
    count = "select count(*) from review.workbook"
    assert connection.execute(count).fetchone() == (2,)


def test_a_worklist_of_a_past_day_has_no_later_cases(connection, cases):
    cases["C"] = opened(connection, "C")
    cases["C"].now = START + 2 * DAY
    cases["C"].goes_to("S10")
    rows = grids(worklist(connection))["待初审"][1:]
    assert [row[0] for row in rows] == ["A", "B"]


def test_who_is_not_listed_for_a_role_gets_no_worklist_of_it(
    connection, cases, tmp_path
):
    people = tmp_path / "staff.csv"
    people.write_text(
        "person_id,role,region,address\nwang,REVIEWER1,623000,\nli,AGENCY,623000,\n"
    )
    staff.load(connection, people, "lead", START + DAY)
    assert worklist(connection, reviewer="li", as_of=START + DAY / 2)
    with pytest.raises(NotOnTheListError, match="li is not REVIEWER1"):
        worklist(connection, reviewer="li")
    assert worklist(connection, as_of=START + 30 * DAY)


def test_nothing_waiting_makes_no_workbook(connection):
    assert worklist(connection) is None


def test_what_went_out_and_came_back_stays(connection, cases):
    Desk(connection, "wang").hands_in(filled(worklist(connection), {"A": SUSPECT}))
    for table in ("workbook", "workbook_row", "workbook_return"):
        with pytest.raises(psycopg.Error), connection.transaction():
            connection.execute(f"delete from review.{table}")


@settings(max_examples=20, deadline=None)
@given(files=st.lists(st.sets(st.sampled_from("ABC"), min_size=1), max_size=4))
def test_however_a_worklist_is_handed_in_each_case_is_decided_once(exchange_url, files):
    with psycopg.connect(exchange_url) as connection:
        for name in "ABC":
            opened(connection, name).goes_to("S10")
        sent = worklist(connection)
        desk = Desk(connection, "wang")
        for answered in files:
            desk.now += timedelta(hours=1)
            outcome = desk.hands_in(filled(sent, dict.fromkeys(answered, SUSPECT)))
            assert problems(outcome) == []
        decided = [event[0] for event in events(connection)]
        assert decided == sorted(set().union(*files))
        connection.rollback()
