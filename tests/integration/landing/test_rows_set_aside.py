"""A row that cannot be typed is set aside; the rest of the batch loads."""

from pathlib import Path

from tests.batches import person, settlement, tiny_batch, write_batch
from tests.integration.landing.loading import fetch, load

BAD_CELLS = [
    ("setl_d", "setl_time", "2018-02-29", "no such date or time"),
    ("setl_d", "setl_time", "2025-02-03 25:00:00", "no such date or time"),
    ("setl_d", "brdy", "now", "not a time such as 2025-01-31 08:30:00"),
    ("setl_d", "brdy", "infinity", "not a time such as 2025-01-31 08:30:00"),
    ("setl_d", "brdy", "01/02/1970", "not a time such as 2025-01-31 08:30:00"),
    ("setl_d", "brdy", "19700102", "not a time such as 2025-01-31 08:30:00"),
    ("setl_d", "begndate", "2025-2-3", "not a time such as 2025-01-31 08:30:00"),
    ("setl_d", "medfee_sumamt", "one hundred", "not a number"),
    ("setl_d", "medfee_sumamt", "NaN", "not a number"),
    ("setl_d", "medfee_sumamt", "Infinity", "not a number"),
    ("setl_d", "medfee_sumamt", "1e3", "not a number"),
    ("setl_d", "medfee_sumamt", "1,000.00", "not a number"),
    ("setl_d", "medfee_sumamt", "0x1F", "not a number"),
    ("setl_d", "medfee_sumamt", "1.2.3", "not a number"),
    ("setl_d", "medfee_sumamt", "9" * 15, "does not fit numeric(16,2)"),
    ("setl_d", "setl_id", "", "empty key"),
    ("setl_d", "setl_id", "  ", "empty key"),
    ("fee_list_d", "selfpay_prop", "100", "does not fit numeric(5,4)"),
    ("fee_list_d", "bkkp_sn", "", "empty key"),
    ("setl_diag_list_d", "diag_srt_no", "1.5", "does not fit integer"),
]


def test_a_cell_that_cannot_be_typed_sets_its_row_aside_and_the_rest_loads(
    warehouse_url: str, tmp_path: Path
) -> None:
    rows = tiny_batch()
    good = {table: len(rows[table]) for table in rows}
    for table, column, value, _ in BAD_CELLS:
        rows[table].append(rows[table][0] | {column: value})

    result = load(warehouse_url, write_batch(tmp_path / "landing", rows=rows))

    assert result.status == "loaded"
    aside = fetch(
        warehouse_url,
        "select table_name, column_name, value, reason from raw.row_set_aside "
        "order by array_position(%s, table_name), line_number",
        list(rows),
    )
    assert [tuple(row.values()) for row in aside] == [
        (table, column, value or None, reason)
        for table, column, value, reason in BAD_CELLS
    ]
    for count in result.tables:
        assert count.rows_in_file == len(rows[count.table_name])
        assert count.rows_loaded == good[count.table_name]
        assert count.rows_set_aside == count.rows_in_file - count.rows_loaded
        loaded = fetch(warehouse_url, f"select count(*) from raw.{count.table_name}")
        assert loaded[0]["count"] == count.rows_loaded


def test_a_row_set_aside_is_found_by_batch_and_line(
    warehouse_url: str, tmp_path: Path
) -> None:
    rows = tiny_batch()
    rows["setl_d"][1]["setl_time"] = "2018-02-29"

    load(warehouse_url, write_batch(tmp_path / "landing", rows=rows))

    aside = fetch(warehouse_url, "select batch_id, line_number from raw.row_set_aside")
    assert aside == [{"batch_id": "2025Q1-regular-1", "line_number": 3}]


def test_a_row_with_several_bad_cells_is_set_aside_once_and_names_them_all(
    warehouse_url: str, tmp_path: Path
) -> None:
    rows = tiny_batch()
    rows["setl_d"][1] |= {"setl_time": "soon", "brdy": "2018-02-29", "hifp_pay": "x"}

    load(warehouse_url, write_batch(tmp_path / "landing", rows=rows))

    aside = fetch(warehouse_url, "select * from raw.row_set_aside")
    assert len(aside) == 1
    assert aside[0]["line_number"] == 3
    assert aside[0]["column_name"] == "brdy"
    assert aside[0]["reason"] == ("no such date or time; also bad: setl_time, hifp_pay")
    assert aside[0]["row_content"]["setl_id"] == "S2"
    assert aside[0]["row_content"]["setl_time"] == "soon"
    assert "init_setl_id" not in aside[0]["row_content"]


def test_a_day_alone_and_a_fraction_of_a_second_are_times_too(
    warehouse_url: str, tmp_path: Path
) -> None:
    rows = tiny_batch()
    for value in ("2024-02-29", "2025-02-03T11:00:00", "2025-02-03 11:00:00.000"):
        rows["psn_info_b"].append(person(f"P {value}", brdy=value))

    load(warehouse_url, write_batch(tmp_path / "landing", rows=rows))

    assert fetch(warehouse_url, "select * from raw.row_set_aside") == []


def test_amounts_of_a_row_set_aside_still_count_in_the_sums_of_the_file(
    warehouse_url: str, tmp_path: Path
) -> None:
    rows = tiny_batch()
    rows["setl_d"][1] |= {"setl_time": "2018-02-29", "fund_pay_sumamt": "none"}
    sums = {"medfee_sumamt": "150.50", "fund_pay_sumamt": "100.00"}

    result = load(
        warehouse_url,
        write_batch(
            tmp_path / "landing", rows=rows, entries={"setl_d": {"sums": sums}}
        ),
    )

    assert result.status == "loaded"


def test_too_many_rows_that_cannot_be_typed_refuse_the_batch(
    warehouse_url: str, tmp_path: Path
) -> None:
    rows = tiny_batch()
    rows["setl_d"] += [settlement(f"S{n}", brdy="?") for n in range(10, 111)]

    result = load(warehouse_url, write_batch(tmp_path / "landing", rows=rows))

    assert result.status == "refused"
    assert result.reason == (
        "check batch.setl_d_set_aside failed: 101 of 103 rows, at most 100 may"
    )
    assert fetch(warehouse_url, "select * from raw.row_set_aside") == []
    assert fetch(warehouse_url, "select * from raw.batch_table") == []
    page = result.quality_page.read_text("utf-8")
    assert "不是“年-月-日 时:分:秒”格式的时间" in page
