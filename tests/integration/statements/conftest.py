"""A warehouse in which cases can be listed; what a test does is undone."""

from collections.abc import Callable, Iterator

import psycopg
import pytest
from tests.integration.cases import casework

# The columns of the marts that statements and the month's report read.
MARTS = """
create schema marts;
create table marts.dim_rule (
    rule_id text, rule_name text, basis text, priority integer
);
insert into marts.dim_rule values
('P-26', '示例规则甲', '示例依据', 10), ('M-15', '示例规则乙', '示例依据', 20);
create table marts.dim_institution (fixmedins_code text, fixmedins_name text);
insert into marts.dim_institution values ('H1', '示例医院');
-- What a report is searched by and held against before it leaves.
create table marts.fct_rule_hits (quarter text, setl_id text);
create table marts.mart_review_breakdown (
    quarter text, dimension text, medfee_amount numeric, fund_pay_amount numeric,
    hit_fee_amount numeric, hits integer, settlements integer, institutions integer
);
create schema staging;
create table staging.stg_setl_d (setl_id text, psn_no text, mdtrt_id text);
"""


@pytest.fixture(scope="module")
def statement_url(make_database: Callable[[], str]) -> str:
    """The URL of a warehouse with reference data, an approved batch and two rules."""
    return casework.warehouse(make_database, MARTS)


@pytest.fixture
def connection(statement_url: str) -> Iterator[psycopg.Connection]:
    """A connection whose changes are undone in the end."""
    yield from casework.undone(statement_url)
