"""Sources that change or go away while they are read: nothing lost, nothing twice."""

from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from tests.batches import fee_line, settlement
from tests.integration.extract.source import SCHEMA, Desk, Province, at, stamp
from tests.integration.landing.loading import connect, current, fetch

from claim_review.local.postgres import Postgres
from claim_review.province.extract import watermarks
from claim_review.warehouse import RefusedError

_LINES = 12_000

# Reading the line ends the connection that reads, as long as the switch is on.
_STUMBLE = f"""
create table {SCHEMA}.switch (is_on boolean);
insert into {SCHEMA}.switch values (true);
create function {SCHEMA}.stumble(line text) returns boolean language plpgsql as $$
begin
    if line = 'N{_LINES - 100}' and (select is_on from {SCHEMA}.switch) then
        perform pg_terminate_backend(pg_backend_pid());
    end if;
    return true;
end
$$;
"""


def _many_lines(province: Province) -> None:
    """Add more lines to the first settlement than are fetched at a time."""
    with connect(province.url) as connection:
        province.put_row(connection, "fee_list_d", fee_line("N0", amount="0.00"))
        columns = connection.execute(
            f"select * from {SCHEMA}.fee_list_d limit 0"
        ).description
        names = [column.name for column in columns if column.name != "bkkp_sn"]
        copied = ", ".join(names)
        connection.execute(
            f"insert into {SCHEMA}.fee_list_d (bkkp_sn, {copied}) "
            f"select 'N' || number, {copied} from {SCHEMA}.fee_list_d, "
            f"generate_series(1, {_LINES}) as number where bkkp_sn = 'N0'"
        )


def _same(desk: Desk, table: str, columns: str) -> bool:
    desk.load()
    return current(desk.url, table, columns) == desk.province.rows(table, columns)


def test_a_connection_that_drops_in_mid_table_leaves_no_batch_and_is_read_again(
    desk: Desk,
) -> None:
    _many_lines(desk.province)
    with connect(desk.province.url) as connection:
        connection.execute(_STUMBLE)
    desk.text["tables"]["fee_list_d"]["where"] = f"{SCHEMA}.stumble(bkkp_sn)"

    with pytest.raises(sa.exc.OperationalError, match="terminat"):
        desk.extract(at(10))

    (left,) = (desk.landing / ".part" / "invented").iterdir()
    begun = (left / "fee_list_d.csv.gz").stat().st_size
    assert begun
    assert desk.batches() == []
    assert fetch(desk.url, "select * from raw.extraction_watermark") == []
    with connect(desk.province.url) as connection:
        connection.execute(f"update {SCHEMA}.switch set is_on = false")
    told: list[str] = []
    (extracted,) = desk.extract(at(11), told=told.append)
    assert told[0] == f"{left.name} was not complete; it is thrown away"
    assert desk.batches() == [extracted.batch_id]
    assert list(left.parent.iterdir()) == []
    assert extracted.rows["fee_list_d"] == _LINES + 4
    assert _same(desk, "fee_list_d", "bkkp_sn, det_item_fee_sumamt")
    # Every row came once.
    assert fetch(desk.url, "select * from raw.row_superseded") == []


def test_rows_that_change_while_others_are_read_wait_for_the_next_window(
    desk: Desk,
) -> None:
    # Written between two tables, with a time that lies in the window that is read.
    new = {
        "setl_d": [settlement("S3", "7.00", exch_updt_time=stamp(9, 22))],
        "fee_list_d": [fee_line("L9", "S3", "7.00", exch_updt_time=stamp(9, 22))],
    }
    told: list[str] = []

    def write_in_between(line: str) -> None:
        if not told:
            desk.province.put(new)
        told.append(line)

    (first,) = desk.extract(at(10), told=write_in_between)
    assert told[0].startswith("invented setl_d: 2 rows read")
    assert (first.rows["setl_d"], first.rows["fee_list_d"]) == (2, 3)

    (second,) = desk.extract(at(11))
    assert (second.rows["setl_d"], second.rows["fee_list_d"]) == (1, 1)
    assert _same(desk, "setl_d", "setl_id, medfee_sumamt")
    assert _same(desk, "fee_list_d", "bkkp_sn, setl_id")
    assert fetch(desk.url, "select * from raw.row_superseded") == []


def test_a_batch_that_was_recorded_and_not_put_in_place_is_put_in_place_next_time(
    desk: Desk,
) -> None:
    with connect(desk.url) as connection:
        coming = watermarks.next_id(connection) + 1
    batch_id = f"2025Q1-invented-20250309-{coming}"
    obstacle = desk.landing / batch_id / "in the way"
    obstacle.mkdir(parents=True)

    with pytest.raises(OSError, match="not empty"):
        desk.extract(at(10))

    assert desk.batches() == []
    obstacle.rmdir()
    obstacle.parent.rmdir()
    told: list[str] = []
    assert desk.extract(at(10), told=told.append) == []
    assert told == [f"{batch_id} was complete; it is put in place now"]
    assert desk.batches() == [batch_id]
    assert _same(desk, "fee_list_d", "bkkp_sn, setl_id")
    recorded = fetch(desk.url, "select batch_id, published_at from raw.extraction")
    assert recorded == [{"batch_id": batch_id, "published_at": at(10)}]


def test_a_batch_that_was_recorded_and_is_nowhere_is_an_error(desk: Desk) -> None:
    (extracted,) = desk.extract(at(10))
    with connect(desk.url) as connection:
        connection.execute("update raw.extraction set published_at = null")
    assert desk.extract(at(10)) == []

    (desk.landing / extracted.batch_id / "manifest.json").unlink()
    with connect(desk.url) as connection:
        connection.execute("update raw.extraction set published_at = null")
    with pytest.raises(RefusedError, match="was extracted, but lies neither in"):
        desk.extract(at(11))


def test_a_warehouse_that_goes_away_in_mid_extraction_records_nothing(
    desk: Desk,
) -> None:
    def cut(line: str) -> None:
        with connect(desk.url) as connection:
            connection.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity "
                "where datname = current_database() and pid <> pg_backend_pid()"
            )

    with pytest.raises(psycopg.OperationalError):
        desk.extract(at(10), told=cut)

    assert desk.batches() == []
    (extracted,) = desk.extract(at(10))
    assert desk.batches() == [extracted.batch_id]
    assert _same(desk, "setl_d", "setl_id")


def test_a_window_that_is_read_again_and_dies_takes_nothing_back(desk: Desk) -> None:
    desk.extract(at(1, month=5))
    marks = "select table_name, extracted_to from raw.extraction_watermark order by 1"
    before = fetch(desk.url, marks)

    def die(line: str) -> None:
        if line.startswith("invented up to 2025-04-16"):
            raise ConnectionError(line)

    with pytest.raises(ConnectionError):
        desk.extract(at(1, month=5), since=at(1, month=1), told=die)

    assert fetch(desk.url, marks) == before
    assert desk.extract(at(1, month=5)) == []


def test_one_source_is_extracted_by_one_process_at_a_time(desk: Desk) -> None:
    refused: list[str] = []

    def begin_another(line: str) -> None:
        if not refused:
            with pytest.raises(RefusedError) as refusal:
                desk.extract(at(10))
            refused.append(str(refusal.value))

    desk.extract(at(10), told=begin_another)

    assert refused == ["another extraction of invented is running"]
    assert len(desk.batches()) == 1


def test_a_role_that_may_only_read_is_enough(desk: Desk, server: Postgres) -> None:
    with server.admin() as connection:
        found = connection.execute(
            "select from pg_roles where rolname = 'province_reader'"
        ).fetchone()
        if found is None:
            connection.execute("create role province_reader login password 'reader'")
            connection.execute("grant connect on database province to province_reader")
    with connect(desk.province.url) as connection:
        connection.execute(f"grant usage on schema {SCHEMA} to province_reader")
        connection.execute(
            f"grant select on all tables in schema {SCHEMA} to province_reader"
        )
    url = f"postgres://province_reader:reader@127.0.0.1:{server.port}/province"

    (extracted,) = desk.extract(at(10), source_url=url)

    assert extracted.rows["setl_d"] == 2


def test_nothing_is_written_at_the_source_even_by_a_role_that_may(desk: Desk) -> None:
    with connect(desk.province.url) as connection:
        connection.execute(
            f"create function {SCHEMA}.scribble() returns boolean language sql "
            f"as 'delete from {SCHEMA}.fee_list_d returning true'"
        )
    desk.text["tables"]["setl_d"]["where"] = f"{SCHEMA}.scribble()"

    with pytest.raises(sa.exc.DBAPIError, match="read-only transaction"):
        desk.extract(at(10))

    assert len(desk.province.rows("fee_list_d", "bkkp_sn")) == 3


def test_an_address_that_is_none_is_refused_without_its_password(
    desk: Desk, tmp_path: Path
) -> None:
    with pytest.raises(RefusedError) as refusal:
        desk.extract(at(10), source_url="not a URL with secret")
    assert "secret" not in str(refusal.value)
