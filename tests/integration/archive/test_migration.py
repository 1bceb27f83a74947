"""A warehouse that held batches and hits before they lay by quarter keeps them all."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from tests.databases import say

from claim_review import migrations
from claim_review.local.postgres import Postgres

_NAME = "of_before"
_CONTENTS = """
insert into raw.batch (
    batch_id, content_sha256, quarter, kind, status, seen_at, loaded_at, folder, report
)
values
('B1', 'x', '2025Q1', 'regular', 'loaded', now(), now(), 'B1', '{}'),
('B''2', 'x', '2025Q2', 'regular', 'loaded', now(), now(), 'B2', '{}');
create table raw.fee_list_d__aaaaaaaaaaaa partition of raw.fee_list_d
for values in ('B1');
create table raw.fee_list_d__bbbbbbbbbbbb partition of raw.fee_list_d
for values in ('B''2');
insert into raw.fee_list_d (batch_id, line_number, bkkp_sn, other_columns) values
('B1', 2, 'L1', '{"more": "1"}'), ('B1', 3, 'L2', null), ('B''2', 2, 'L1', null);
create schema staging;
create view staging.lines as select bkkp_sn, batch_id from raw.fee_list_d;
comment on view staging.lines is 'lines';
create view staging.counted as select count(*) as lines from staging.lines;
create schema marts;
create table marts.fct_rule_hits (quarter text, hit_id text, amount numeric(16, 2));
insert into marts.fct_rule_hits values ('2025Q1', 'A', 1), ('2025Q2', 'B', 2);
"""


@pytest.fixture
def url(server: Postgres) -> Iterator[str]:
    """The URL of a warehouse as it was before the revision."""
    say(server, "create database {} owner claim_review", _NAME)
    config = Config()
    folder = str(Path(migrations.__file__).parent)
    config.set_main_option("script_location", folder)
    before = ScriptDirectory(folder).get_revision("0024_quarters").down_revision
    address = sqlalchemy.make_url(server.url(_NAME))
    engine = sqlalchemy.create_engine(
        address.set(drivername="postgresql+psycopg"), poolclass=sqlalchemy.NullPool
    )
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, before)
    with psycopg.connect(server.url(_NAME)) as connection:
        connection.execute(_CONTENTS)
    yield server.url(_NAME)
    say(server, "drop database {} with (force)", _NAME)


def test_rows_views_and_hits_are_what_they_were(url: str) -> None:
    migrations.upgrade(url)

    with psycopg.connect(url) as connection:

        def told(query: str) -> list[tuple]:
            return connection.execute(query).fetchall()

        assert told(
            "select batch_quarter, bkkp_sn from raw.fee_list_d order by 1, 2"
        ) == [
            ("2025Q1", "L1"),
            ("2025Q1", "L2"),
            ("2025Q2", "L1"),
        ]
        assert told("select lines from staging.counted") == [(3,)]
        assert told("select obj_description('staging.lines'::regclass)") == [("lines",)]
        assert told("select * from marts.fct_rule_hits order by 1") == [
            ("2025Q1", "A", 1),
            ("2025Q2", "B", 2),
        ]
        tree = """
            select relid::text from pg_partition_tree('raw.fee_list_d') order by 1
        """
        assert [name for (name,) in told(tree)] == [
            "raw.fee_list_d",
            "raw.fee_list_d_2025q1",
            "raw.fee_list_d_2025q2",
            "raw.fee_list_d__aaaaaaaaaaaa",
            "raw.fee_list_d__bbbbbbbbbbbb",
        ]
        leaves = "select count(*) from pg_partition_tree('marts.fct_rule_hits')"
        assert told(leaves) == [(3,)]
