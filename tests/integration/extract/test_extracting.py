"""What a source's rows become: batches that load as any other."""

import json
from pathlib import Path

import pytest
from tests.batches import encounter, fee_line, person, settlement, tiny_batch
from tests.integration.extract.source import REQUIRED, Desk, Province, at, stamp
from tests.integration.landing.loading import current, fetch, load

from claim_review.landing.dictionary import tables
from claim_review.warehouse import RefusedError


def _all_is_there(desk: Desk) -> None:
    for name in REQUIRED:
        columns = ", ".join(column.name for column in tables()[name].columns)
        assert current(desk.url, name, columns) == desk.province.rows(name, columns)


def test_a_source_that_uses_interface_names_gives_the_same_rows(
    province_url: str, warehouse_url: str, tmp_path: Path
) -> None:
    province = Province(province_url, has_interface_names=True)
    province.make()
    province.put(tiny_batch())
    desk = Desk(province, warehouse_url, tmp_path)
    assert province.name("fee_list_d", "bkkp_sn") == "feedetl_sn"

    desk.extract(at(10))

    desk.load()
    _all_is_there(desk)


def test_a_batch_of_the_source_passes_the_door_and_holds_its_rows(desk: Desk) -> None:
    (extracted,) = desk.extract(at(10))

    result = load(desk.url, desk.landing / extracted.batch_id)
    assert (result.status, result.reason) == ("loaded", None)
    assert all(table.rows_set_aside == 0 for table in result.tables)
    _all_is_there(desk)
    manifest = json.loads(
        (desk.landing / extracted.batch_id / "manifest.json").read_text("utf-8")
    )
    assert manifest["batch_id"].startswith("2025Q1-invented-20250309-")
    assert (manifest["quarter"], manifest["kind"]) == ("2025Q1", "regular")
    assert manifest["extracted_from"] == "2025-01-01T00:00:00+08:00"
    assert manifest["extracted_to"] == "2025-03-09T23:00:00+08:00"
    assert manifest["tables"]["setl_d"]["sums"] == {
        "medfee_sumamt": "150.50",
        "fund_pay_sumamt": "150.50",
    }
    assert manifest["tables"]["fee_list_d"]["rows"] == 3


def test_to_extract_again_changes_nothing_and_an_empty_window_makes_no_batch(
    desk: Desk,
) -> None:
    desk.extract(at(10))
    before = desk.batches()

    assert desk.extract(at(10)) == []
    (later,) = desk.extract(at(11))

    assert later.batch_id is None
    assert desk.batches() == before
    marks = fetch(
        desk.url, "select distinct extracted_to from raw.extraction_watermark"
    )
    assert [mark["extracted_to"] for mark in marks] == [at(10, 23)]


def test_a_change_committed_late_is_found_once_as_far_as_windows_overlap(
    desk: Desk,
) -> None:
    desk.extract(at(10))
    # 23:00 is the end of the first window, and a day before it is the overlap's begin.
    found = settlement("S3", exch_updt_time=stamp(9, 0))
    lost = settlement("S4", exch_updt_time=stamp(8, 22))
    desk.province.put({"setl_d": [found, lost]})

    (second,) = desk.extract(at(11))
    (third,) = desk.extract(at(12))

    assert second.rows == dict.fromkeys(REQUIRED, 0) | {"setl_d": 1}
    assert third.batch_id is None
    desk.load()
    assert current(desk.url, "setl_d", "setl_id") == [("S1",), ("S2",), ("S3",)]


def test_what_changes_within_the_lag_waits_for_the_next_window(desk: Desk) -> None:
    desk.extract(at(9))
    desk.province.put({"setl_d": [settlement("S3", exch_updt_time=stamp(9, 23))]})

    (waiting,) = desk.extract(at(10))
    (found,) = desk.extract(at(10, 1))

    assert waiting.batch_id is None
    assert found.rows["setl_d"] == 1


def test_a_row_marked_deleted_is_withdrawn(desk: Desk) -> None:
    desk.extract(at(10))
    gone = settlement("S1", exch_updt_time=stamp(10)) | {"deleted": "1"}
    desk.province.put({"setl_d": [gone]})

    (extracted,) = desk.extract(at(11))

    desk.load()
    assert extracted.kind == "correction"
    assert current(desk.url, "setl_d", "setl_id, vali_flag") == [
        ("S1", "0"),
        ("S2", "1"),
    ]


def test_a_deletion_that_has_a_time_of_its_own_is_found_by_it(
    province_url: str, warehouse_url: str, tmp_path: Path
) -> None:
    also = {"deleted": "integer", "deleted_time": "timestamp"}
    province = Province(province_url, also=also)
    province.make()
    province.put(tiny_batch())
    desk = Desk(province, warehouse_url, tmp_path)
    desk.text["tables"]["fee_list_d"]["changed"] = ["exch_updt_time", "deleted_time"]
    desk.extract(at(10))
    gone = fee_line("L1", amount="60.00") | {"deleted": "1", "deleted_time": stamp(10)}
    province.put({"fee_list_d": [gone]})

    (extracted,) = desk.extract(at(11))

    desk.load()
    assert extracted.rows["fee_list_d"] == 1
    assert current(desk.url, "fee_list_d", "bkkp_sn, vali_flag")[0] == ("L1", "0")


def test_rows_without_a_time_come_once_and_again_when_they_change(desk: Desk) -> None:
    undated = encounter("M9", exch_updt_time="")
    desk.province.put({"mdtrt_d": [undated]})
    desk.extract(at(10))
    assert desk.extract(at(11))[0].batch_id is None

    desk.province.put({"mdtrt_d": [undated | {"med_type": "21"}]})
    (changed,) = desk.extract(at(12))

    desk.load()
    assert changed.rows["mdtrt_d"] == 1
    found = current(desk.url, "mdtrt_d", "mdtrt_id, med_type")
    assert found == [("M1", "11"), ("M2", "11"), ("M9", "21")]


def test_a_time_that_cannot_be_is_none(desk: Desk) -> None:
    strange = [
        settlement(f"S{made_up}", "1.00", exch_updt_time=made_up)
        for made_up in ("9999-12-31", "0001-01-01", "1970-01-01")
    ]
    desk.province.put({"setl_d": strange})
    (first,) = desk.extract(at(10))
    (second,) = desk.extract(at(11))

    changed = [row | {"med_type": "13"} for row in strange]
    desk.province.put({"setl_d": changed})
    (third,) = desk.extract(at(12))

    assert first.rows["setl_d"] == 2 + 3
    assert second.batch_id is None
    assert third.rows["setl_d"] == 3


def test_a_table_without_a_column_of_changes_is_read_whole_and_told_once(
    desk: Desk,
) -> None:
    desk.extract(at(10))
    assert desk.extract(at(11))[0].batch_id is None

    hospital = tiny_batch()["fixmedins_b"][0] | {"hosp_lv": "3"}
    desk.province.put({"fixmedins_b": [hospital]})

    assert desk.extract(at(12))[0].rows["fixmedins_b"] == 1
    desk.load()
    assert current(desk.url, "fixmedins_b", "hosp_lv") == [("3",)]


def test_a_settlement_comes_with_its_lines_encounter_diagnoses_and_person(
    desk: Desk,
) -> None:
    desk.extract(at(10))
    # All that S1 needs is as old as the hills; only the settlement changes.
    desk.province.put({"setl_d": [settlement("S1", exch_updt_time=stamp(20))]})

    (extracted,) = desk.extract(at(21))

    assert extracted.rows == {
        "setl_d": 1,
        "mdtrt_d": 1,
        "fee_list_d": 2,
        "setl_diag_list_d": 1,
        "fixmedins_b": 0,
        # Without a time of its own the person was known already.
        "psn_info_b": 0,
    }
    assert desk.extract(at(21, 12))[0].batch_id is None


def test_a_person_comes_with_the_first_settlement_in_the_prefecture(
    desk: Desk,
) -> None:
    desk.text["tables"]["psn_info_b"]["where"] = (
        "psn_no in (select psn_no from setlcent_db.setl_d "
        "where fix_blng_admdvs like '6230%')"
    )
    desk.text["tables"]["setl_d"]["where"] = "fix_blng_admdvs like '6230%'"
    newcomer = person("PERSON2", exch_updt_time=stamp(1, month=1))
    desk.province.put({"psn_info_b": [newcomer]})
    (first,) = desk.extract(at(10))
    times = {"exch_updt_time": stamp(20)}
    desk.province.put(
        {
            "setl_d": [
                settlement("S3", psn_no="PERSON2", **times),
                settlement("S4", fix_blng_admdvs="620102", **times),
            ]
        }
    )

    (second,) = desk.extract(at(21))

    assert (first.rows["psn_info_b"], second.rows["psn_info_b"]) == (1, 1)
    assert second.rows["setl_d"] == 1


def test_windows_are_cut_at_the_release_of_a_quarter(desk: Desk) -> None:
    desk.province.put(
        {
            "setl_d": [
                settlement("S3", exch_updt_time=stamp(15, 23, month=4)),
                settlement("S4", exch_updt_time=stamp(16, 0, month=4)),
            ]
        }
    )

    first, second = desk.extract(at(1, month=5))

    assert (first.quarter, first.kind, first.end) == (
        "2025Q1",
        "regular",
        at(16, month=4),
    )
    # Settled in the first quarter, and changed after its release.
    assert (second.quarter, second.kind, second.rows["setl_d"]) == ("2025Q2", "late", 1)


def test_a_window_that_is_read_again_gives_all_of_it_and_takes_nothing_back(
    desk: Desk,
) -> None:
    desk.extract(at(10))
    lost = settlement("S4", exch_updt_time=stamp(1))
    desk.province.put({"setl_d": [lost]})

    (again,) = desk.extract(at(10), since=at(1))

    assert again.rows["setl_d"] == 1
    desk.load()
    assert [row for (row,) in current(desk.url, "setl_d", "setl_id")] == [
        *("S1", "S2", "S4")
    ]
    assert desk.extract(at(10)) == []
    with pytest.raises(RefusedError, match="to begin at 2025-03-20 00:00 would leave"):
        desk.extract(at(21), since=at(20))


def test_a_source_without_a_required_column_is_refused_by_name(
    desk: Desk,
) -> None:
    desk.text["tables"]["setl_d"] |= {
        "from": "setlcent_db.mdtrt_d",
        "columns": {"setl_id": "nowhere"},
    }
    with pytest.raises(RefusedError, match=r"setlcent_db.mdtrt_d.*no column nowhere"):
        desk.extract(at(10))

    del desk.text["tables"]["setl_d"]["columns"]
    with pytest.raises(RefusedError, match=r"required column setl_d\.setl_id is"):
        desk.extract(at(10))
    assert desk.batches() == []


def test_a_query_of_the_source_stands_for_a_table(desk: Desk) -> None:
    place = desk.text["tables"]["psn_info_b"]
    del place["from"]
    place["select"] = (
        "select psn_no as number, psn_name, gend, brdy, '0' as surv_stas, "
        "cast('2025-03-01' as timestamp) as deth_date, exch_updt_time "
        "from setlcent_db.psn_info_b"
    )
    place["columns"] = {"psn_no": "number"}

    desk.extract(at(10))

    desk.load()
    found = current(desk.url, "psn_info_b", "psn_no, surv_stas, deth_date")
    assert found == [("PERSON1", "0", "2025-03-01 00:00:00")]


def test_times_that_the_source_keeps_as_text_are_compared_as_text(
    desk: Desk,
) -> None:
    desk.text["times_are_text"] = True
    place = desk.text["tables"]["setl_d"]
    del place["from"]
    names = ", ".join(
        f"to_char({column.name}, 'YYYY-MM-DD HH24:MI:SS') as {column.name}"
        if column.name == "exch_updt_time"
        else column.name
        for column in tables()["setl_d"].columns
    )
    place["select"] = f"select {names} from setlcent_db.setl_d"
    for name in set(REQUIRED) - {"setl_d"}:
        desk.text["tables"][name] = {"from": f"setlcent_db.{name}"}

    assert desk.extract(at(3, month=2))[0].rows["setl_d"] == 0
    assert desk.extract(at(4, month=2))[0].rows["setl_d"] == 2
