"""Whose names and numbers may stand in no report of a quarter."""

import psycopg
import pytest
from tests.integration.cases import casework
from tests.integration.reports.marts import insert

from claim_review.quarters import Quarter
from claim_review.reports.gates import leaks

_TABLES = """
create schema staging;
create schema marts;
create table staging.stg_setl_d (setl_id text, psn_no text, mdtrt_id text);
create table marts.fct_rule_hits (quarter text, setl_id text);
create table marts.dim_institution (fixmedins_name text);
create table marts.dim_rule (rule_name text);
insert into staging.stg_setl_d
select 'setl-' || n, 'person-' || n, 'stay-' || n from generate_series(1, 4) as n;
insert into marts.fct_rule_hits values ('2025Q1', 'setl-1'), ('2024Q4', 'setl-3');
insert into marts.dim_institution values ('示例一号诊所'), (null);
insert into marts.dim_rule values ('示例规则');
create table raw.psn_info_b1 partition of raw.psn_info_b for values in ('2025Q1');
create table raw.dr_info_b1 partition of raw.dr_info_b for values in ('2025Q1');
"""


@pytest.fixture
def connection(warehouse_url: str):
    with psycopg.connect(warehouse_url) as connection:
        connection.execute(_TABLES)
        for n in range(1, 5):
            row = {"batch_id": "b1", "batch_quarter": "2025Q1", "line_number": n}
            person = {"psn_no": f"person-{n}", "psn_name": f"金丝雀参保{n}"}
            insert(connection, "raw.psn_info_b", {**row, **person})
            insert(connection, "raw.dr_info_b", {**row, "dr_name": "金丝雀医师"})
        yield connection


def test_those_with_hits_in_the_quarter_or_with_a_case_are_secret(connection):
    casework.opened(connection, setl_id="setl-2", quarter="2024Q1")
    known = leaks.secrets(connection, Quarter.parse("2025Q1"))
    assert known.names == {"金丝雀参保1", "金丝雀参保2", "金丝雀医师"}
    assert known.numbers == {
        f"{kind}-{n}" for kind in ("setl", "person", "stay") for n in (1, 2)
    }
    assert known.public == {"示例一号诊所", "示例规则"}


def test_a_month_tells_of_cases_whose_quarter_may_be_any(connection):
    casework.opened(connection, setl_id="setl-2", quarter="2024Q1")
    known = leaks.secrets(connection)
    assert known.names == {"金丝雀参保2", "金丝雀医师"}
    assert known.numbers == {"setl-2", "person-2", "stay-2"}
