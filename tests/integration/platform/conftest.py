"""A warehouse with cases, and what the platform's tables take from other schemas."""

from collections.abc import Callable, Iterator

import psycopg
import pytest
from tests.integration.cases import casework

SHOWN = """
create schema marts;
create schema staging;
create table marts.dim_rule (rule_id text, rule_name text, priority integer);
insert into marts.dim_rule values ('P-26', '=超限用药', 1);
create table marts.dim_institution (fixmedins_code text, fixmedins_name text);
insert into marts.dim_institution values ('H1', '示例医院');
create table staging.stg_fee_list_d (
    bkkp_sn text, hilist_code text, hilist_name text, chrgitm_lv text,
    med_chrgitm_type text, fee_ocur_time timestamp, cnt numeric, pric numeric,
    det_item_fee_sumamt numeric, bilg_dr_code text, bilg_dept_name text,
    bilg_dept_codg text, list_type text
);
insert into staging.stg_fee_list_d values (
    'L1', '001', '示例药', '01', '09', '2025-02-03 10:00', 2, 50, 100, 'D1', '内科',
    '0101', '101'
);
create table staging.stg_setl_d (
    setl_id text, setl_time timestamp, psn_no text, med_type text,
    medfee_sumamt numeric, insutype text, pay_loc text, fix_blng_admdvs text,
    insu_admdvs text
);
insert into staging.stg_setl_d values (
    'S1', '2025-02-05', 'PERSON0001', '21', 900, '390', '2', '623001', '623001'
);
create table staging.stg_mdtrt_d (mdtrt_id text, begntime timestamp, endtime timestamp);
insert into staging.stg_mdtrt_d values ('M1', '2025-02-01', '2025-02-05');
"""


@pytest.fixture(scope="module")
def platform_url(make_database: Callable[[], str]) -> str:
    """The URL of a warehouse with reference data, an approved batch and a contact."""
    return casework.warehouse(make_database, SHOWN)


@pytest.fixture
def connection(platform_url: str) -> Iterator[psycopg.Connection]:
    """A connection whose changes are undone in the end."""
    yield from casework.undone(platform_url)
