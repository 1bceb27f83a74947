"""What the quarterly report reads of landing, marts and cases."""

from datetime import timedelta

import pytest
from tests.integration.cases import casework
from tests.integration.reports import marts

from claim_review.quarters import Quarter
from claim_review.reports.quarterly.facts import NothingToReportError, read

QUARTER = Quarter.parse("2025Q1")


@pytest.fixture(scope="module")
def url(make_database):
    url = casework.warehouse(make_database)
    marts.fill(url)
    return url


@pytest.fixture
def connection(url):
    yield from casework.undone(url)


def facts(connection, now=casework.START, of=QUARTER):
    return read(connection, of, now)


def test_a_quarter_without_data_is_not_reported(connection):
    with pytest.raises(NothingToReportError, match="quarter 2025Q2: 0 loaded batches"):
        facts(connection, of=Quarter.parse("2025Q2"))


def test_data_gates_are_counted_as_data_problems_and_not_as_hits(connection):
    read = facts(connection)
    assert [row["rule_id"] for row in read.rules] == ["P-26", "M-15"]
    assert [row["rule_id"] for row in read.gates] == ["D-01"]
    assert [row["label"] for row in read.breakdown["verdict"]] == ["明确违规"]


def test_a_quarter_without_cases_has_no_outcome(connection):
    read = facts(connection)
    assert read.outcome is None
    assert (read.flows, read.ageing, read.stages) == ([], [], [])
    assert [row["confirmed"] for row in read.institutions] == [0]


def test_cases_are_told_as_they_stood_at_the_moment(connection):
    case = casework.opened(connection)
    case.goes_to("S40")
    told = case.now
    case.goes("appeal", "opinion", "final_confirm")
    before, after = facts(connection, told), facts(connection, case.now)
    assert (before.outcome["dispatched"], before.outcome["confirmed"]) == (1, 0)
    assert (after.outcome["dispatched"], after.outcome["confirmed"]) == (1, 1)
    assert after.outcomes["county"]["合作市"]["confirmed"] == 1
    told = [read.institutions[0]["confirmed_settlements"] for read in (before, after)]
    assert told == [0, 1]
    assert [row["cases"] for row in after.overturns] == [1]


def test_an_earlier_quarter_is_told_as_it_stood_at_the_same_age(connection):
    for quarter, hit_id, opened in (
        ("2025Q1", "now", casework.START),
        ("2024Q4", "then", casework.START - timedelta(days=90)),
        ("2024Q4", "late", casework.START - timedelta(days=89)),
    ):
        case = casework.opened(
            connection, hit_id, quarter=quarter, opened_at=opened, setl_id=hit_id
        )
        case.now = opened - timedelta(hours=1)
        case.does("ingest")
    read = facts(connection)
    assert read.outcome["hits"] == 1
    # The fourth quarter ended 90 days before the first: what came later is not told.
    assert read.previous_outcome["hits"] == 1


def test_a_review_that_is_repeated_unchanged_is_told_once(connection):
    for run_id, fingerprint in (("a", "x"), ("b", "x"), ("c", "y")):
        release = "kb-1"
        connection.execute(
            """
            insert into knowledge.release
            (release_id, content_sha256, lists, registered_at)
            values (%s, 'x', '{}', %s) on conflict do nothing
            """,
            (release, casework.START),
        )
        connection.execute(
            """
            insert into review.run
            (run_id, quarter, as_of, fingerprint, knowledge_release, status, started_at)
            values (%s, '2025Q1', %s, %s, %s, 'reviewed', %s)
            """,
            (run_id, casework.START, fingerprint, release, casework.START),
        )
    read = facts(connection)
    assert [row["fingerprint"] for row in read.runs] == ["x", "y"]
    assert read.knowledge_release == "kb-1"


def test_rules_that_came_went_or_changed_are_found(connection):
    insert = """
        insert into marts.fct_screening_coverage (quarter, rule_id, rule_status)
        values (%s, %s, %s)
    """
    for row in (
        ("2024Q4", "P-26", "live"),
        ("2024Q4", "M-15", "shadow"),
        ("2024Q4", "P-99", "live"),
    ):
        connection.execute(insert, row)
    for quarter, version in (("2024Q4", "v1"), ("2025Q1", "v2")):
        marts.insert(
            connection,
            "marts.fct_rule_hits",
            {"hit_id": version, "rule_id": "P-26", "rule_version": version}
            | {"quarter": quarter, "rule_status": "live", "verdict": "hard"},
        )
    changes = {row["rule_id"]: row["change"] for row in facts(connection).rule_changes}
    assert changes == {
        "D-01": "added",
        "M-15": "live",
        "P-26": "rewritten",
        "P-99": "ended",
    }


def test_a_refused_batch_is_listed_with_its_reason_and_without_rows(connection):
    connection.execute(
        """
        insert into raw.batch
        (batch_id, content_sha256, quarter, status, reason, seen_at, folder, report)
        values ('2025Q1-bad', 'x', '2025Q1', 'refused', '示例', %s, 'x', '{}')
        """,
        (casework.START,),
    )
    listed = facts(connection).batch_list
    assert [(row["batch_id"], row["received"]) for row in listed] == [
        ("2025Q1-01", 203),
        ("2025Q1-bad", 0),
    ]


def test_only_signals_of_rules_in_force_count_for_drugs_that_are_sold_again(connection):
    connection.execute(
        """
        update marts.dim_rule set lists = '{diversion_drugs}' where rule_id = 'M-15';
        insert into marts.fct_institution_signals values
        ('2025Q1', 'M-15', 'live', 'H1'), ('2025Q1', 'M-15', 'live', 'H1'),
        ('2025Q1', 'M-15', 'shadow', 'H2'), ('2024Q4', 'M-15', 'live', 'H3')
        """
    )
    rules = facts(connection).resale_rules
    assert [(row["rule_id"], row["institutions"]) for row in rules] == [("M-15", 1)]
