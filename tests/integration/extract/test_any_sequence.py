"""Any sequence of commits and extractions ends with the source's rows in raw."""

import itertools
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, note
from hypothesis import settings as how
from hypothesis import strategies as st
from psycopg import sql
from tests.batches import fee_line, settlement
from tests.integration.extract.source import Desk, Province, at
from tests.integration.landing.loading import connect, current, fetch

_examples = itertools.count(1)


@dataclass(frozen=True)
class Change:
    """A row gets a new version, committed `hours_late` after the time it carries."""

    hours: int
    hours_late: int
    table: str
    key: int
    is_deleted: bool


@dataclass(frozen=True)
class Extraction:
    """What changed is extracted, so many hours after what happened before."""

    hours: int


# Windows overlap by a day, and end an hour before now.
CHANGES = st.builds(
    Change,
    hours=st.integers(0, 30),
    hours_late=st.sampled_from([0, 2, 12, 24]),
    table=st.sampled_from(["setl_d", "fee_list_d"]),
    key=st.integers(1, 3),
    is_deleted=st.booleans(),
)
STEPS = st.lists(
    st.one_of(CHANGES, CHANGES, st.builds(Extraction, hours=st.integers(0, 40))),
    min_size=6,
    max_size=12,
)


# The one that never says when it changed.
_UNDATED = 3


@how(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_after_the_last_extraction_raw_holds_the_sources_current_rows(
    steps: list[Change | Extraction],
    province: Province,
    warehouse_url: str,
    tmp_path: Path,
) -> None:
    folder = tmp_path / str(next(_examples))
    folder.mkdir()
    desk = Desk(province, warehouse_url, folder)
    province.make()
    _forget(warehouse_url)
    now, times = at(1), {}
    for version, step in enumerate(steps, start=1):
        now += timedelta(hours=step.hours)
        if isinstance(step, Extraction):
            desk.extract(now)
        else:
            _commit(province, step, now, times, version)
    desk.extract(now + timedelta(hours=2))
    (nothing,) = desk.extract(now + timedelta(hours=3))

    assert nothing.batch_id is None
    desk.load()
    note(str(fetch(warehouse_url, "select batch_id, rows from raw.extraction")))
    for table in ("setl_d", "fee_list_d"):
        assert _current(warehouse_url, table) == _held(province, table)
    twice = (
        "select setl_id, medfee_sumamt, vali_flag from raw.setl_d "
        "group by 1, 2, 3 having count(*) > 1"
    )
    assert fetch(warehouse_url, twice) == []


def _commit(
    province: Province,
    change: Change,
    now: datetime,
    times: dict[tuple[str, int], datetime],
    version: int,
) -> None:
    """Write a version of a row; its amount, which no other has, tells it apart."""
    name = (change.table, change.key)
    carried = now - timedelta(hours=change.hours_late)
    # A later version of a row never carries an earlier time.
    times[name] = max(carried, times.get(name, carried))
    said = "" if change.key == _UNDATED else f"{times[name]:%Y-%m-%d %H:%M:%S}"
    more = {"exch_updt_time": said, "deleted": "1" if change.is_deleted else "0"}
    if change.table == "setl_d":
        row = settlement(f"S{change.key}", f"{version}.00", **more)
    else:
        row = fee_line(f"L{change.key}", f"S{change.key}", f"{version}.00", **more)
    province.put({change.table: [row]})


_AMOUNT = {"setl_d": "medfee_sumamt", "fee_list_d": "det_item_fee_sumamt"}


def _current(url: str, table: str) -> list[tuple]:
    key = "setl_id" if table == "setl_d" else "bkkp_sn"
    return current(url, table, f"{key}, {_AMOUNT[table]}, vali_flag")


def _held(province: Province, table: str) -> list[tuple]:
    """Return the source's rows; what it has deleted is no longer valid."""
    key = "setl_id" if table == "setl_d" else "bkkp_sn"
    rows = province.rows(table, f"{key}, {_AMOUNT[table]}, deleted")
    return [(key, amount, "0" if gone == "1" else "1") for key, amount, gone in rows]


def _forget(url: str) -> None:
    """Empty the warehouse: a copy of the template per example would take longer."""
    with connect(url) as connection:
        partitions = connection.execute(
            "select inhrelid::regclass::text from pg_inherits "
            "join pg_class on pg_class.oid = inhparent "
            "where relnamespace = 'raw'::regnamespace and relkind = 'p' "
            "and not relispartition"
        ).fetchall()
        for (name,) in partitions:
            drop = sql.SQL("drop table {}").format(sql.Identifier(*name.split(".")))
            connection.execute(drop)
        connection.execute(
            "truncate raw.batch, raw.batch_table, raw.row_superseded, "
            "raw.row_set_aside, raw.extraction, raw.extraction_watermark cascade"
        )
