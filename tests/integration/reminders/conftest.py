"""A warehouse with cases, institutions and staff; what a test does is undone."""

from collections.abc import Callable, Iterator

import psycopg
import pytest
from tests.integration.cases import casework

PEOPLE = """
create schema marts;
create table marts.dim_rule (rule_id text, rule_name text);
insert into marts.dim_rule values ('P-26', '超限用药');
create table marts.dim_institution (fixmedins_code text, fixmedins_name text);
insert into marts.dim_institution values ('H1', '示例医院'), ('H2', '示例药店');
insert into review.staff_list (content_sha256, loaded_by, loaded_at)
values ('list', 'lead-1', '2025-07-01');
insert into review.staff
select 1, person_id, role, region, person_id || '@example.org'
from (
    values
    ('reviewer1-1', 'REVIEWER1', '623000'),
    ('reviewer1-2', 'REVIEWER1', '623000'),
    ('reviewer2-1', 'REVIEWER2', '623000'),
    ('dispatcher-1', 'DISPATCHER', '623000'),
    ('appeal_reviewer-1', 'APPEAL_REVIEWER', '623000'),
    ('panel_secretary-1', 'PANEL_SECRETARY', '623000'),
    ('agency-1', 'AGENCY', '623000'),
    ('agency_leader-1', 'AGENCY_LEADER', '623000'),
    ('lead-1', 'LEAD', '623000'),
    ('bureau-1', 'COUNTY_BUREAU', '623001'),
    ('operator-1', 'OPERATOR', '623000')
) as people (person_id, role, region);
"""


@pytest.fixture(scope="module")
def reminder_url(make_database: Callable[[], str]) -> str:
    """The URL of a warehouse with reference data, an approved batch and staff."""
    return casework.warehouse(make_database, PEOPLE)


@pytest.fixture
def connection(reminder_url: str) -> Iterator[psycopg.Connection]:
    """A connection whose changes are undone in the end."""
    for connection in casework.undone(reminder_url):
        # Planning commits by itself unless it is part of something.
        connection.execute("select")
        yield connection
