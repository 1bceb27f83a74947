"""A warehouse with cases, what panels look at of marts and raw, and a register."""

from collections.abc import Callable, Iterator

import psycopg
import pytest
from tests.integration.cases import casework
from tests.integration.exchange.conftest import SHOWN
from tests.integration.panel.rooms import Room

MORE = """
alter table marts.dim_institution add fixmedins_type text;
update marts.dim_institution set fixmedins_type = '1';
insert into marts.dim_institution values
('H2', '示例二院', '1'), ('H9', '示例九院', '1'), ('Y1', '示例药店', '2');
alter table staging.stg_fee_list_d add list_type text;
update staging.stg_fee_list_d set list_type = '201';
insert into staging.stg_fee_list_d (bkkp_sn, list_type) values ('DRUG', '101');
create table raw.psn_info_b_all partition of raw.psn_info_b default;
create table raw.dr_info_b_all partition of raw.dr_info_b default;
insert into raw.psn_info_b (psn_no, psn_name, batch_id, batch_quarter, line_number)
values ('PERSON0001', '张示例', 'b', '2025Q1', 1);
insert into raw.dr_info_b (
    dr_code, dr_name, medins_code, batch_id, batch_quarter, line_number
)
values ('D1', '李示例', 'H1', 'b', '2025Q1', 1);
"""


@pytest.fixture(scope="module")
def panel_url(make_database: Callable[[], str]) -> str:
    """The URL of a warehouse with reference data, an approved batch and a contact."""
    return casework.warehouse(make_database, SHOWN + MORE)


@pytest.fixture
def connection(panel_url: str) -> Iterator[psycopg.Connection]:
    """A connection whose changes are undone in the end."""
    yield from casework.undone(panel_url)


@pytest.fixture
def room(connection: psycopg.Connection, tmp_path) -> Room:
    """A room with a register of nine experts of other counties."""
    room = Room(connection, tmp_path)
    room.registers(*USUAL)
    return room


USUAL = [
    *(f"E{number},心内科,true,false,false,H9,,,623027,,\n" for number in range(1, 6)),
    *(f"P{number},医保,false,false,true,,,,623027,,\n" for number in range(1, 4)),
    "Y1,药学,true,true,false,H9,,,623027,,\n",
]
