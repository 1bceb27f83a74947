"""Of all versions of a key, in whatever batch and order, the latest is current."""

import itertools
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.batches import fee_line, person, settlement, tiny_batch, write_batch
from tests.integration.landing.loading import (
    current,
    fetch,
    load,
    load_unchecked,
)

_examples = itertools.count(1)


def _at(day: int) -> str:
    return f"2025-03-{day:02d} 08:00:00"


def test_a_later_version_in_a_later_batch_replaces_the_earlier_one(
    warehouse_url: str, tmp_path: Path
) -> None:
    landing = tmp_path / "landing"
    load(warehouse_url, write_batch(landing, "first"))
    rows = tiny_batch()
    rows["setl_d"] = [settlement("S1", vali_flag="0", exch_updt_time=_at(9))]
    load(warehouse_url, write_batch(landing, "second", rows=rows, kind="correction"))

    assert current(warehouse_url, "setl_d", "setl_id, vali_flag, batch_id") == [
        ("S1", "0", "second"),
        ("S2", "1", "first"),
    ]
    assert len(fetch(warehouse_url, "select * from raw.setl_d")) == 3


def test_an_earlier_version_that_arrives_late_does_not_replace_the_current_one(
    warehouse_url: str, tmp_path: Path
) -> None:
    landing = tmp_path / "landing"
    rows = tiny_batch()
    rows["setl_d"][0]["exch_updt_time"] = _at(9)
    load(warehouse_url, write_batch(landing, "second", rows=rows))
    load(warehouse_url, write_batch(landing, "first"))

    assert current(warehouse_url, "setl_d", "setl_id, batch_id") == [
        ("S1", "second"),
        ("S2", "first"),
    ]


def test_of_two_versions_of_the_same_time_the_later_loaded_batch_wins(
    warehouse_url: str, tmp_path: Path
) -> None:
    landing = tmp_path / "landing"
    load(warehouse_url, write_batch(landing, "zz first"))
    load(warehouse_url, write_batch(landing, "aa second"))

    found = current(warehouse_url, "fee_list_d", "bkkp_sn, batch_id")
    assert found == [("L1", "aa second"), ("L2", "aa second"), ("L3", "aa second")]


def test_within_one_file_the_later_time_wins_and_then_the_later_line(
    warehouse_url: str, tmp_path: Path
) -> None:
    rows = tiny_batch()
    rows["fee_list_d"] = [
        fee_line("L1", exch_updt_time=_at(9)),
        fee_line("L1", exch_updt_time=_at(8)),
        fee_line("L2", exch_updt_time=_at(8)),
        fee_line("L2", exch_updt_time=_at(8)),
    ]

    load(warehouse_url, write_batch(tmp_path / "landing", rows=rows))

    found = current(warehouse_url, "fee_list_d", "bkkp_sn, line_number")
    assert found == [("L1", 2), ("L2", 5)]


def test_without_a_time_of_its_own_a_row_is_as_late_as_its_batch_was_extracted(
    warehouse_url: str, tmp_path: Path
) -> None:
    landing = tmp_path / "landing"
    late = {"extracted_to": "2025-07-16T00:00:00+08:00"}
    rows = tiny_batch() | {"psn_info_b": [person(surv_stas="0")]}
    load(warehouse_url, write_batch(landing, "second", rows=rows, **late))
    load(warehouse_url, write_batch(landing, "first"))

    found = current(warehouse_url, "psn_info_b", "psn_no, surv_stas, batch_id")
    assert found == [("PERSON1", "0", "second")]


def test_a_key_of_several_columns_is_one_key_however_its_day_is_written(
    warehouse_url: str, tmp_path: Path
) -> None:
    landing = tmp_path / "landing"
    price = {
        "hilist_code": "X1",
        "hilist_lmtpric_type": "1",
        "begndate": "2025-01-01",
        "insu_admdvs": "623000",
        "hilist_pric_uplmt_amt": "1.00",
    }
    rows = tiny_batch() | {"hilist_lmtpric_d": [price]}
    load(warehouse_url, write_batch(landing, "first", rows=rows))
    again = price | {"begndate": "2025-01-01 00:00:00", "hilist_pric_uplmt_amt": "2.00"}
    other = again | {"insu_admdvs": "623021"}
    rows = tiny_batch() | {"hilist_lmtpric_d": [again, other]}
    load(warehouse_url, write_batch(landing, "second", rows=rows))

    columns = "insu_admdvs, hilist_pric_uplmt_amt"
    assert current(warehouse_url, "hilist_lmtpric_d", columns) == [
        ("623000", "2.00"),
        ("623021", "2.00"),
    ]


# Versions as (key, time), no two of a key at the same time, each put into a batch.
VERSIONS = st.dictionaries(
    st.tuples(st.sampled_from("ABC"), st.integers(1, 28)),
    st.integers(0, 2),
    min_size=1,
    max_size=9,
)


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(versions=VERSIONS, order=st.permutations(range(3)))
def test_any_split_over_batches_in_any_order_ends_with_the_same_current_rows(
    versions: dict[tuple[str, int], int],
    order: list[int],
    warehouse_url: str,
    tmp_path: Path,
) -> None:
    # One database serves all examples, so each has keys and batches of its own.
    example = f"E{next(_examples)}"
    for batch in order:
        rows = {name: [] for name in tiny_batch()}
        for (key, day), place in versions.items():
            if place == batch:
                sn = f"{example}{key}"
                rows["fee_list_d"].append(fee_line(sn, exch_updt_time=_at(day)))
        load_unchecked(
            warehouse_url, write_batch(tmp_path, f"{example}-{batch}", rows=rows)
        )

    latest = {}
    for key, day in sorted(versions):
        latest[f"{example}{key}"] = _at(day)
    found = current(warehouse_url, "fee_list_d", "bkkp_sn, exch_updt_time")
    assert [row for row in found if row[0].startswith(example)] == sorted(
        (sn, time) for sn, time in latest.items()
    )
