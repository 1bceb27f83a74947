"""Where the cases went and wait, how long stages took and who worked on them."""

from decimal import Decimal

from psycopg.rows import dict_row
from tests.integration.outcomes.walks import AS_OF

FLOWS = "select from_step, to_step, cases from review.case_flows_at(%s, %s)"


def rows(connection, query: str, *values) -> list[dict]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(query, values).fetchall()


def test_cases_flow_as_counted_by_hand(walked):
    found = {(a, b): n for a, b, n in walked.execute(FLOWS, (AS_OF, "2025Q1"))}
    assert found == {
        ("hit", "cleared_first"): 1,  # C01
        ("hit", "waiting_first"): 1,  # C14
        ("hit", "void"): 1,  # C15
        ("hit", "agreed_first"): 17,
        ("agreed_first", "cleared_second"): 1,  # C02
        ("agreed_first", "agreed_second"): 16,
        ("agreed_second", "waiting_dispatch"): 1,  # C13
        ("agreed_second", "dispatched"): 15,
        ("dispatched", "void"): 1,  # C09
        ("dispatched", "waiting_answer"): 2,  # C11, C19
        ("dispatched", "accepted"): 4,  # C03, C12, C16, C21
        ("dispatched", "appealed"): 7,
        ("dispatched", "deemed"): 1,  # C07
        ("accepted", "cleared_final"): 1,  # C12
        ("accepted", "transferred"): 1,  # C16
        ("accepted", "confirmed"): 2,
        ("appealed", "cleared_final"): 1,  # C06
        ("appealed", "waiting_decision"): 1,  # C10
        ("appealed", "confirmed"): 5,
        ("deemed", "confirmed"): 1,
        ("confirmed", "refused"): 2,  # C04, C05
        ("confirmed", "not_refused_yet"): 6,
    }


def test_what_flows_into_a_step_flows_out_of_it(walked):
    flows = rows(walked, "select * from review.case_flows_at(%s, '2025Q1')", AS_OF)
    inner = {flow["from_step"] for flow in flows} - {"hit"}
    for step in inner:
        for amount in ("cases", "suspected_fund_amount", "net_refused_amount"):
            into = sum(flow[amount] for flow in flows if flow["to_step"] == step)
            out = sum(flow[amount] for flow in flows if flow["from_step"] == step)
            assert into == out, (step, amount)


def test_open_cases_are_told_by_the_quarter_they_come_from(walked):
    old, new = rows(walked, "select * from review.case_ageing_at(%s)", AS_OF)
    assert old == {
        "quarter": "2024Q4",  # C18, six workdays
        "hits": 1,
        "still_open": 1,
        "suspected_fund_amount": Decimal("80.00"),
        "to_20_workdays": 1,
        "to_42_workdays": 0,
        "to_67_workdays": 0,
        "longer": 0,
        "longest_workdays": 6,
        "overdue": 0,
    }
    assert new == {
        "quarter": "2025Q1",  # C10, C11, C13, C14, C19
        "hits": 20,
        "still_open": 5,
        "suspected_fund_amount": Decimal("520.00"),  # 240 + 40 + 3 * 80
        "to_20_workdays": 0,
        "to_42_workdays": 5,
        "to_67_workdays": 0,
        "longer": 0,
        "longest_workdays": 22,  # 21 July to 20 August
        "overdue": 3,  # C13, C14; C19 has not answered
    }


def test_stages_are_counted_as_by_hand(walked):
    query = "select * from review.stage_kpis_at(%s, '2025Q1') where state = 'S50'"
    (found,) = rows(walked, query, AS_OF)
    assert found == {
        "state": "S50",
        "state_name": "申诉评审中",
        "is_own": True,
        "entered": 7,
        "finished": 6,
        "still_open": 1,  # C10
        "overdue": 0,
        "overdue_rate": Decimal("0.0000"),
        # C04 3, C05 3, C06 1, C08 1, C17 1, C20 3
        "workdays_median": Decimal("2.00"),
        "workdays_p90": Decimal("3.00"),
        "persons": 1,
        "finished_by_persons": 5,  # C17 was withdrawn by the institution
        "work_workdays": 3,  # 28 to 30 July
        "finished_per_person_workday": Decimal("1.67"),
    }


def test_the_second_round_and_the_money_are_no_late_stages(walked):
    query = """
        select state, overdue from review.stage_kpis_at(%s, '2025Q1') where overdue > 0
    """
    found = walked.execute(query, (AS_OF,)).fetchall()
    # C14; C13; C07 and C19 did not answer in time.
    assert found == [("S10", 1), ("S30", 1), ("S40", 2)]


def test_work_is_told_by_number_and_not_by_person(walked):
    query = "select * from review.people_kpis_at(%s, '2025Q1')"
    people = rows(walked, query, AS_OF)
    (first,) = [row for row in people if row["state"] == "S10"]
    # C01 to C13, C16, C17 and C19 to C21, C03 three times; 21 July to 11 August.
    assert (first["finished"], first["work_workdays"]) == (20, 16)
    assert {row["person"] for row in people} == {f"P{n}" for n in range(1, 9)}
    assert "reviewer" not in str(people)
    assert "agency" not in str(people)
