"""A warehouse with cases, and the columns of marts and staging that workbooks show."""

from collections.abc import Callable, Iterator

import psycopg
import pytest
from tests.integration.cases import casework

SHOWN = """
create schema marts;
create schema staging;
create schema lists;
create table marts.dim_rule (
    rule_id text, rule_name text, description text, basis text, effective_from date,
    exemptions text[], appeal_evidence text[]
);
insert into marts.dim_rule values (
    'P-26', '超限用药', '说明', '条例', '2025-01-01', '{rescue}',
    '{order_sheet,medical_record}'
);
create table marts.dim_institution (fixmedins_code text, fixmedins_name text);
insert into marts.dim_institution values ('H1', '示例医院');
create table lists.exemptions (exemption_id text, label text);
insert into lists.exemptions values ('rescue', '抢救'), ('other', '其他');
create table lists.appeal_evidence (evidence_id text, label text);
insert into lists.appeal_evidence values
('medical_record', '病历'), ('order_sheet', '医嘱单'), ('invoice', '发票');
create table lists.med_types (med_type text, med_type_name text);
insert into lists.med_types values ('21', '普通住院');
create table staging.stg_fee_list_d (
    bkkp_sn text, med_list_codg text, hilist_name text, cnt numeric, inscp_amt numeric,
    fee_ocur_time timestamp, bilg_dept_name text, bilg_dr_code text
);
insert into staging.stg_fee_list_d values
('L1', '001', '示例药', 2, 90, '2025-02-03 10:00', '内科', 'D1');
create table staging.stg_setl_d (
    setl_id text, setl_time timestamp, psn_no text, insu_admdvs text, insutype text,
    med_type text
);
insert into staging.stg_setl_d values
('S1', '2025-02-05', 'PERSON0001', '623001', '390', '21');
create table staging.stg_mdtrt_d (mdtrt_id text, begntime timestamp, endtime timestamp);
insert into staging.stg_mdtrt_d values ('M1', '2025-02-01', '2025-02-05');
"""


@pytest.fixture(scope="module")
def exchange_url(make_database: Callable[[], str]) -> str:
    """The URL of a warehouse with reference data, an approved batch and a contact."""
    return casework.warehouse(make_database, SHOWN)


@pytest.fixture
def connection(exchange_url: str) -> Iterator[psycopg.Connection]:
    """A connection whose changes are undone in the end."""
    yield from casework.undone(exchange_url)
