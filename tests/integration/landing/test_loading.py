"""A good batch comes in whole, whatever form the contract allows it."""

import gzip
from pathlib import Path

from tests.batches import csv_text, settlement, tiny_batch, write_batch
from tests.integration.landing.loading import NOW, fetch, load, row_counts


def test_a_batch_loads_whole_and_its_counts_balance(
    warehouse_url: str, tmp_path: Path
) -> None:
    result = load(warehouse_url, write_batch(tmp_path / "landing"))

    assert (result.status, result.reason) == ("loaded", None)
    assert result.quarter == "2025Q1"
    counts = {
        count.table_name: (count.rows_in_file, count.rows_loaded, count.rows_set_aside)
        for count in result.tables
    }
    assert counts["fee_list_d"] == (3, 3, 0)
    assert counts["setl_diag_list_d"] == (1, 1, 0)
    batches = fetch(warehouse_url, "select * from raw.batch")
    assert [(row["batch_id"], row["status"]) for row in batches] == [
        ("2025Q1-regular-1", "loaded")
    ]
    assert batches[0]["loaded_at"] == NOW
    assert batches[0]["kind"] == "regular"


def test_cells_stay_as_they_were_written_and_empty_ones_become_null(
    warehouse_url: str, tmp_path: Path
) -> None:
    load(warehouse_url, write_batch(tmp_path / "landing"))

    lines = fetch(warehouse_url, "select * from raw.fee_list_d order by line_number")
    assert [line["line_number"] for line in lines] == [2, 3, 4]
    assert lines[0]["pric"] == "60.00"
    assert lines[0]["med_chrgitm_type"] == "02"
    assert lines[0]["init_feedetl_sn"] is None
    assert lines[0]["other_columns"] is None
    assert lines[0]["spec"] is None


def test_the_same_batch_twice_changes_nothing(
    warehouse_url: str, tmp_path: Path
) -> None:
    folder = write_batch(tmp_path / "landing")
    load(warehouse_url, folder)
    before = row_counts(warehouse_url)

    result = load(warehouse_url, folder)

    assert result.status == "already_loaded"
    assert len(result.tables) == 6
    assert row_counts(warehouse_url) == before


def test_a_copy_of_the_folder_under_another_name_is_the_same_batch(
    warehouse_url: str, tmp_path: Path
) -> None:
    folder = write_batch(tmp_path / "landing")
    load(warehouse_url, folder)
    before = row_counts(warehouse_url)

    result = load(warehouse_url, folder.rename(folder.with_name("again")))

    assert result.status == "already_loaded"
    assert row_counts(warehouse_url) == before


def test_the_folder_is_left_as_it_was(warehouse_url: str, tmp_path: Path) -> None:
    folder = write_batch(tmp_path / "landing")
    before = {
        file.name: (file.read_bytes(), file.stat().st_mtime_ns)
        for file in folder.iterdir()
    }

    load(warehouse_url, folder)

    after = {
        file.name: (file.read_bytes(), file.stat().st_mtime_ns)
        for file in folder.iterdir()
    }
    assert after == before


def test_plain_csv_with_byte_order_mark_and_windows_line_ends_loads(
    warehouse_url: str, tmp_path: Path
) -> None:
    rows = tiny_batch()
    text = csv_text("setl_d", rows["setl_d"]).replace("\n", "\r\n")
    folder = write_batch(
        tmp_path / "landing", files={"setl_d": text.encode("utf-8-sig")}
    )

    assert load(warehouse_url, folder).status == "loaded"
    found = fetch(
        warehouse_url, "select line_number, setl_id, exch_updt_time from raw.setl_d"
    )
    assert [tuple(row.values()) for row in found] == [
        (2, "S1", "2025-02-03 12:00:00"),
        (3, "S2", "2025-02-03 12:00:00"),
    ]


def test_columns_may_come_in_any_order_and_in_capitals(
    warehouse_url: str, tmp_path: Path
) -> None:
    rows = tiny_batch()
    rows["mdtrt_d"] = [
        {name.upper(): row[name] for name in reversed(row)} for row in rows["mdtrt_d"]
    ]

    load(warehouse_url, write_batch(tmp_path / "landing", rows=rows))

    found = fetch(warehouse_url, "select mdtrt_id, begntime from raw.mdtrt_d")
    assert found[0] == {"mdtrt_id": "M1", "begntime": "2025-02-03 10:00:00"}


def test_interface_names_are_accepted_for_return_flow_names(
    warehouse_url: str, tmp_path: Path
) -> None:
    rows = tiny_batch()
    for row in rows["setl_d"]:
        row["psn_part_amt"] = row.pop("psn_pay")
        row["oth_pay"] = row.pop("othfund_pay")
        row["hosp_part_amt"] = "0.00"
    for row in rows["fee_list_d"]:
        row["feedetl_sn"] = row.pop("bkkp_sn")
        row["inscp_scp_amt"] = row.pop("inscp_amt")

    result = load(warehouse_url, write_batch(tmp_path / "landing", rows=rows))

    assert result.status == "loaded"
    found = fetch(warehouse_url, "select bkkp_sn, inscp_amt from raw.fee_list_d")
    assert found[0] == {"bkkp_sn": "L1", "inscp_amt": "60.00"}
    found = fetch(warehouse_url, "select psn_pay, ownpay_hosp_part from raw.setl_d")
    assert found[0] == {"psn_pay": "0.00", "ownpay_hosp_part": "0.00"}


def test_an_alias_beside_the_column_itself_is_another_column(
    warehouse_url: str, tmp_path: Path
) -> None:
    rows = tiny_batch()
    for number, row in enumerate(rows["fee_list_d"], start=1):
        row["feedetl_sn"] = str(number)

    load(warehouse_url, write_batch(tmp_path / "landing", rows=rows))

    found = fetch(warehouse_url, "select bkkp_sn, other_columns from raw.fee_list_d")
    assert found[0] == {"bkkp_sn": "L1", "other_columns": {"feedetl_sn": "1"}}


def test_unknown_columns_are_kept_aside_and_reported(
    warehouse_url: str, tmp_path: Path
) -> None:
    rows = tiny_batch()
    rows["fee_list_d"][0] |= {"Zz 单位": '盒"1"', "zz_empty": ""}
    for row in rows["fee_list_d"][1:]:
        row |= {"Zz 单位": "", "zz_empty": ""}

    load(warehouse_url, write_batch(tmp_path / "landing", rows=rows))

    found = fetch(
        warehouse_url, "select other_columns from raw.fee_list_d order by line_number"
    )
    assert [row["other_columns"] for row in found] == [{"zz 单位": '盒"1"'}, None, None]
    reported = fetch(
        warehouse_url,
        "select unknown_columns from raw.batch_table where table_name = 'fee_list_d'",
    )
    assert reported == [{"unknown_columns": ["zz 单位", "zz_empty"]}]


def test_columns_that_identify_people_are_reported_but_their_values_are_not_kept(
    warehouse_url: str, tmp_path: Path
) -> None:
    rows = tiny_batch()
    for row in rows["setl_d"]:
        row |= {"certno": "SECRETCERT", "psn_name": "SECRETNAME", "zz": "kept"}
    # Also where the row is set aside with all that it holds.
    rows["setl_d"][1]["brdy"] = "1970-13-01"

    load(warehouse_url, write_batch(tmp_path / "landing", rows=rows))

    reported = fetch(
        warehouse_url,
        "select unknown_columns, dropped_columns from raw.batch_table "
        "where table_name = 'setl_d'",
    )
    assert reported == [
        {"unknown_columns": ["zz"], "dropped_columns": ["certno", "psn_name"]}
    ]
    everything = str(fetch(warehouse_url, "select to_jsonb(s) from raw.setl_d as s"))
    everything += str(fetch(warehouse_url, "select * from raw.row_set_aside"))
    everything += (tmp_path / "quality" / "2025Q1-regular-1.html").read_text("utf-8")
    assert "kept" in everything
    assert "SECRET" not in everything


def test_line_numbers_are_those_of_the_file_also_after_a_cell_with_line_ends(
    warehouse_url: str, tmp_path: Path
) -> None:
    rows = tiny_batch()
    rows["fee_list_d"][0]["hilist_name"] = "一行\n两行\n三行"
    rows["fee_list_d"][1]["cnt"] = "many"

    load(warehouse_url, write_batch(tmp_path / "landing", rows=rows))

    lines = fetch(
        warehouse_url,
        "select bkkp_sn, line_number from raw.fee_list_d order by line_number",
    )
    assert [tuple(line.values()) for line in lines] == [("L1", 2), ("L3", 6)]
    aside = fetch(warehouse_url, "select line_number, value from raw.row_set_aside")
    assert aside == [{"line_number": 5, "value": "many"}]


def test_a_table_without_rows_loads(warehouse_url: str, tmp_path: Path) -> None:
    rows = tiny_batch() | {"setl_diag_list_d": []}

    result = load(warehouse_url, write_batch(tmp_path / "landing", rows=rows))

    assert result.status == "loaded"
    assert {count.table_name: count.rows_in_file for count in result.tables}[
        "setl_diag_list_d"
    ] == 0


def test_an_optional_table_loads_when_it_comes(
    warehouse_url: str, tmp_path: Path
) -> None:
    rows = tiny_batch() | {
        "dr_info_b": [{"dr_code": "D623001000001", "dr_name": "医师00001"}],
        "hilist_b": [
            {
                "hilist_code": "001102000010000",
                "begndate": "2025-01-01",
                "insu_admdvs": "623000",
                "hilist_name": "普通门诊诊查费",
            }
        ],
    }

    result = load(warehouse_url, write_batch(tmp_path / "landing", rows=rows))

    assert result.status == "loaded"
    assert fetch(warehouse_url, "select dr_name from raw.dr_info_b") == [
        {"dr_name": "医师00001"}
    ]


def test_sums_are_checked_to_the_cent_and_may_be_written_as_numbers(
    warehouse_url: str, tmp_path: Path
) -> None:
    folder = write_batch(
        tmp_path / "landing",
        entries={
            "setl_d": {"sums": {"medfee_sumamt": "150.50", "fund_pay_sumamt": 150.5}},
            "fee_list_d": {"sums": {"det_item_fee_sumamt": "150.5"}},
        },
    )

    assert load(warehouse_url, folder).status == "loaded"


def test_files_and_tables_that_nobody_asked_for_are_reported(
    warehouse_url: str, tmp_path: Path
) -> None:
    folder = write_batch(tmp_path / "landing")
    (folder / "notes.txt").write_text("hello")

    result = load(warehouse_url, folder)

    report = fetch(warehouse_url, "select report from raw.batch")[0]["report"]
    assert report["unlisted_files"] == ["notes.txt"]
    assert "notes.txt" in result.quality_page.read_text("utf-8")


def test_a_row_of_another_quarter_loads_with_the_batch_that_brings_it(
    warehouse_url: str, tmp_path: Path
) -> None:
    rows = tiny_batch()
    rows["setl_d"].append(
        settlement(
            "S3",
            "-50.50",
            init_setl_id="S2",
            refd_setl_flag="1",
            setl_time="2025-04-02 09:00:00",
            exch_updt_time="2025-04-02 10:00:00",
        )
    )

    result = load(warehouse_url, write_batch(tmp_path / "landing", rows=rows))

    assert result.status == "loaded"


def test_gzip_in_several_members_is_read_to_its_end(
    warehouse_url: str, tmp_path: Path
) -> None:
    text = csv_text("setl_d", tiny_batch()["setl_d"]).encode()
    parts = gzip.compress(text[:100]) + gzip.compress(text[100:])

    folder = write_batch(tmp_path / "landing", files={"setl_d": parts})

    assert load(warehouse_url, folder).status == "loaded"
