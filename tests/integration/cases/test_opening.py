"""Cases are opened once, and keep what they were opened with."""

from datetime import timedelta

import psycopg
import pytest
from tests.integration.cases.casework import START

from claim_review.review.cases import open_cases

# The columns of the marts that opening reads.
MARTS = """
create schema marts;
create table marts.dim_rule (rule_id text, rule_class text);
insert into marts.dim_rule values ('P-26', 'policy');
create table marts.dim_institution (fixmedins_code text, county_code text);
insert into marts.dim_institution values ('H1', '623027'), ('H2', null);
create table marts.fct_rule_hits (
    hit_id text, rule_id text, rule_version text, verdict text, quarter text,
    setl_id text, mdtrt_id text, bkkp_sn text, fixmedins_code text,
    hit_fee_amount numeric(16, 2), hit_fund_amount numeric(16, 2),
    line_fund_cap numeric(16, 2), settlement_fund_cap numeric(16, 2), is_case boolean,
    hit_reason text, evidence jsonb, knowledge_release text
);
"""


@pytest.fixture
def screened(connection: psycopg.Connection) -> psycopg.Connection:
    """A warehouse in which the screening of 2025Q1 found two cases and two others."""
    connection.execute(MARTS)
    found(connection, "A", "H1", True)
    found(connection, "B", "H2", True)
    found(connection, "alert", "H1", False)
    found(connection, "before there were cases", "H1", None)
    return connection


def found(
    connection: psycopg.Connection,
    hit_id: str,
    institution: str,
    is_case: bool | None,
    quarter: str = "2025Q1",
) -> None:
    connection.execute(
        """
        insert into marts.fct_rule_hits values (
            %s, 'P-26', 'v1', 'suspect', %s, 'S1', 'M1', 'L1', %s, 100, 80, 80, 500,
            %s, '示例', '{}', 'starter'
        )
        """,
        (hit_id, quarter, institution, is_case),
    )


def states(connection: psycopg.Connection) -> list[tuple]:
    return connection.execute(
        "select hit_id, state, occurred_at from review.hit_state order by 1"
    ).fetchall()


def test_what_people_decide_on_becomes_a_case_once(screened):
    assert open_cases(screened, "2025Q1", START) == 2
    assert states(screened) == [("A", "S10", START), ("B", "S10", START)]
    assert open_cases(screened, "2025Q1", START + timedelta(days=1)) == 0
    found(screened, "C", "H1", True)
    found(screened, "D", "H1", True, "2025Q2")
    assert open_cases(screened, "2025Q1", START + timedelta(days=2)) == 1
    assert states(screened)[2] == ("C", "S10", START + timedelta(days=2))


def test_a_case_is_of_the_county_of_its_institution_or_the_prefecture(screened):
    open_cases(screened, "2025Q1", START)
    query = "select hit_id, region from review.hit order by 1"
    assert screened.execute(query).fetchall() == [("A", "623027"), ("B", "623000")]


def test_a_case_keeps_what_it_was_opened_with(screened):
    open_cases(screened, "2025Q1", START)
    screened.execute(
        "update marts.fct_rule_hits set hit_fee_amount = 1, verdict = 'hard'"
    )
    open_cases(screened, "2025Q1", START)
    query = "select distinct verdict, amount from review.hit"
    assert screened.execute(query).fetchall() == [("suspect", 100)]


def test_a_hit_of_an_unknown_rule_is_loud(screened):
    screened.execute("delete from marts.dim_rule")
    with pytest.raises(psycopg.errors.NotNullViolation, match="rule_class"):
        open_cases(screened, "2025Q1", START)


def test_a_hit_that_is_gone_is_listed_and_nothing_happens_to_its_case(screened):
    vanished = "select hit_id, state from review.hit_vanished order by 1"
    open_cases(screened, "2025Q1", START)
    assert screened.execute(vanished).fetchall() == []
    screened.execute("delete from marts.fct_rule_hits where hit_id = 'A'")
    screened.execute(
        "update marts.fct_rule_hits set is_case = false where hit_id = 'B'"
    )
    open_cases(screened, "2025Q1", START)
    assert screened.execute(vanished).fetchall() == [("A", "S10"), ("B", "S10")]
    assert [row[2] for row in states(screened)] == [START, START]


def test_a_case_that_is_closed_has_not_vanished(screened):
    open_cases(screened, "2025Q1", START)
    screened.execute("delete from marts.fct_rule_hits")
    screened.execute(
        """
        select review.apply_event(
            'A', 'void', 'agency-1', 'AGENCY', %s, payload => '{"data_defect_id": "D"}'
        )
        """,
        (START,),
    )
    query = "select hit_id from review.hit_vanished"
    assert screened.execute(query).fetchall() == [("B",)]
