"""Decisions in the shape of the platform's tables."""

import csv
import hashlib
import io
import json
from datetime import timedelta

import pytest
from tests.integration.cases.casework import START, insert, opened
from tests.integration.cases.usual import TO_LIST

from claim_review.exchange.appeals import UnknownBatchError
from claim_review.platform.columns import columns_of
from claim_review.platform.export import TooLongError, export_batch

LATER = START + timedelta(days=60)


def rows(files: dict[str, bytes], table: str) -> list[dict[str, str]]:
    """Return the rows of a file, only the cells that are filled."""
    reader = csv.DictReader(io.StringIO(files[f"{table}.csv"].decode()))
    return [{name: cell for name, cell in row.items() if cell} for row in reader]


def test_each_step_of_a_case_fills_its_columns(connection):
    opened(connection, "A").goes_to("S92")
    files = export_batch(connection, "B1", LATER)
    (suspect,) = rows(files, "doc_suspt_d")
    (document,) = rows(files, "doc_d")
    (detail,) = rows(files, "doc_suspt_detl_d")
    assert suspect == {
        "doc_suspt_id": "A",
        "rid": "A",
        "doc_id": document["doc_id"],
        "task_id": "B1",
        "admdvs": "623001",
        "vola_rslt_id": "A",
        "vola_cont": "'=超限用药",
        "vola_dscr": "示例",
        "rule_id": "P-26",
        "checkout_time": "2025-07-21 09:00:00",
        "checkout_suspt_amt": "100.00",
        "chk_vola_amt": "100.00",
        "cnfm_vola_amt": "90.00",
        "vola_det_amt": "48.00",
        "det_time": suspect["det_time"],
        "det_flag": "1",
        "chker": "reviewer1-1",
        "chktime": "2025-07-21 11:00:00",
        "chk_vola_flag": "1",
        "chk_opnn": "依据",
        "rchker": "reviewer2-1",
        "rchk_time": "2025-07-21 12:00:00",
        "rchk_vola_flag": "1",
        "appl_flag": "1",
        "appler": "institution-1",
        "appl_amt": "90.00",
        "appl_rea": "CLIN_JUSTIFIED｜病情需要，附病程记录为证。",
        "appl_matl": "sha-1",
        "appl_time": "2025-07-21 14:00:00",
        "supn_suspt_stas": "92",
        "opter_id": "agency-1",
        "updt_time": suspect["det_time"],
        "finl_chker": "agency-2",
        "finl_chktime": "2025-07-21 16:00:00",
        "finl_chk_vola_flag": "1",
        "finl_chk_opnn": "CLIN_JUSTIFIED｜依据",
        "finl_chk_amt": "48.00",
        "finl_vola_amt": "60.00",
    }
    assert document["appl_ddln"] == "2025-08-04 23:59:59"
    assert document["crte_time"] == "2025-07-21 13:00:00"
    assert document["rfus_bchno"] == "R1"
    assert (document["finl_chk_amt"], document["doc_stas"]) == ("48.00", "92")
    assert detail["feedetl_id"] == "L1"
    assert detail["doc_suspt_id"] == "A"


def test_a_batch_holds_what_went_out_with_it_or_waits_for_it(connection):
    waiting = opened(connection, "A").goes_to("S30")
    opened(connection, "B").goes_to("S20")
    opened(connection, "C", fixmedins_code="H2").goes_to("S30")
    (suspect,) = rows(export_batch(connection, "B1", LATER), "doc_suspt_d")
    assert (suspect["doc_suspt_id"], suspect["supn_suspt_stas"]) == ("A", "30")
    before = waiting.now
    waiting.does("dispatch")
    opened(connection, "D").goes_to("S30")
    (suspect,) = rows(export_batch(connection, "B1", LATER), "doc_suspt_d")
    assert (suspect["doc_suspt_id"], suspect["supn_suspt_stas"]) == ("A", "40")
    # Then is as it was then.
    (document,) = rows(export_batch(connection, "B1", before), "doc_d")
    assert document["doc_stas"] == "30"
    assert "crte_time" not in document


def test_one_document_is_one_settlement_and_as_far_as_its_least_far_case(connection):
    opened(connection, "A").goes_to("S40")
    opened(connection, "B", bkkp_sn=None).goes_to("S80")
    opened(connection, "C", setl_id="S2").goes_to("S40")
    recalled = opened(connection, "D", bkkp_sn="L2").goes_to("S40")
    recalled.goes("recall", "dispatch")
    files = export_batch(connection, "B1", LATER)
    steps = [each["doc_stas"] for each in rows(files, "doc_d")]
    assert steps == ["40", "40", "40"]
    first, second, *others = [each["doc_id"] for each in rows(files, "doc_suspt_d")]
    assert first == second
    assert len({first, *others}) == 3
    assert len(rows(files, "doc_suspt_detl_d")) == 3


def test_the_same_moment_is_the_same_file_and_the_manifest_says_what_it_is(connection):
    opened(connection, "A").goes_to("S50")
    files = export_batch(connection, "B1", LATER)
    assert export_batch(connection, "B1", LATER) == files
    manifest = json.loads(files["manifest.json"])
    assert list(files)[-1] == "manifest.json"
    assert manifest["made_at"] == "2025-09-19T09:00:00+08:00"
    assert manifest["codes_are_confirmed"] is False
    for table, entry in manifest["tables"].items():
        content = files[entry["file"]]
        assert entry["sha256"] == hashlib.sha256(content).hexdigest()
        header = content.decode().splitlines()[0]
        assert header == ",".join(column.name for column in columns_of(table))


def test_a_past_moment_gives_the_files_that_it_gave(connection):
    case = opened(connection, "A").goes_to("S30")
    then = {}
    way = ("dispatch", "recall", "dispatch", *TO_LIST[4:], "settle", "reopen")
    for step in (*way, "reconsider_clear"):
        if step == "reconsider_clear":
            case.refuses("-48.00")
        case.goes(step)
        then[case.now] = export_batch(connection, "B1", case.now)
    assert all(export_batch(connection, "B1", now) == then[now] for now in then)
    (suspect,) = rows(then[case.now], "doc_suspt_d")
    assert (suspect["rvis_amt"], suspect["rvis_flag"]) == ("48.00", "1")


def test_no_column_that_names_a_person_is_filled(connection):
    opened(connection, "A").goes_to("S92")
    files = export_batch(connection, "B1", LATER)
    for table in ("doc_d", "doc_suspt_d", "doc_suspt_detl_d"):
        persons = {column.name for column in columns_of(table) if column.is_person}
        assert persons
        assert not persons & {name for row in rows(files, table) for name in row}
    assert b"PERSON0001" not in b"".join(files.values())


def test_a_batch_that_nobody_approved_is_told(connection):
    with pytest.raises(UnknownBatchError, match="B9"):
        export_batch(connection, "B9", LATER)


def test_what_does_not_fit_a_column_is_told(connection):
    insert(
        connection,
        "dispatch_batch",
        batch_id="B3",
        fixmedins_code="H3",
        approval_id="A3",
        approved_by="agency-1",
        approved_role="AGENCY",
        approved_at=START,
        platform_batch="P" * 37,
    )
    opened(connection, "A", fixmedins_code="H3").goes_to("S30")
    with pytest.raises(TooLongError, match=r"doc_d\.task_id of .*: 37 characters"):
        export_batch(connection, "B3", LATER)
