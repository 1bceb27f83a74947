"""Ours against the platform's."""

from datetime import timedelta

import pytest
import python_calamine
from tests.integration.cases.casework import START, opened
from tests.integration.platform.deliveries import (
    APPEALED,
    DECIDED,
    LATER,
    delivery_of,
    exported,
    says,
)

from claim_review.platform.reconciliation import KINDS, reconcile
from claim_review.platform.taking import take_in
from claim_review.platform.workbook import reconciliation_workbook


def differences(connection, as_of=LATER) -> list[tuple]:
    found = reconcile(connection, as_of).differences
    return [(each.kind, each.hit_id, each.ours, each.theirs) for each in found]


# Ours fills what the platform has no column for; the rest goes there and back.
STATES = ("S40", "S50", "S55", "S60", "S70", "S80", "S85", "S90", "S91", "S92", "S95")


@pytest.mark.parametrize("state", [*STATES, "S96", "S97", "S98", "S99"])
def test_our_own_export_differs_in_nothing(connection, tmp_path, state):
    case = opened(connection, "A")
    if state == "S95":
        case.goes_to("S70").does("final_clear")
    elif state == "S96":
        case.goes_to("S40").does("void")
    else:
        case.goes_to(state)
    delivery = delivery_of(exported(connection, tmp_path, "B1", LATER))
    done = take_in(connection, delivery, LATER)
    assert (done.rows, done.taken, done.put_aside, done.left) == (1, 0, 0, 0)
    assert differences(connection) == []
    assert reconcile(connection, LATER).agreeing == 1


def test_a_case_waiting_for_its_dispatch_may_be_there_already(connection, tmp_path):
    opened(connection, "A").goes_to("S30")
    assert differences(connection) == []
    delivery = delivery_of(exported(connection, tmp_path, "B1", LATER))
    take_in(connection, delivery, LATER)
    assert differences(connection) == []
    assert reconcile(connection, LATER).agreeing == 1


def test_what_only_one_side_has_is_told(connection, tmp_path):
    opened(connection, "A").goes_to("S40")
    opened(connection, "B").goes_to("S30")
    unknown = {"doc_suspt_id": "X2", "vola_rslt_id": "?"}
    says(connection, tmp_path, unknown)
    assert differences(connection) == [
        ("ONLY_OURS", "A", "DISPATCHED", None),
        ("ONLY_PLATFORM", None, None, "DISPATCHED"),
    ]
    found = reconcile(connection, LATER)
    assert found.agreeing == 0
    assert [each.why for each in found.left] == ["本系统没有这个疑点"]


def test_each_thing_that_differs_is_told_with_both_sides(connection, tmp_path):
    opened(connection, "A").goes_to("S91")
    says(
        connection,
        tmp_path,
        DECIDED
        | {
            "chk_vola_amt": "99.00",
            "cnfm_vola_amt": "89.00",
            "finl_vola_amt": "59.00",
            "vola_det_amt": "47.00",
            "rvis_amt": "0.00",
            "supn_suspt_stas": "70",
        },
    )
    assert differences(connection) == [
        ("STATE", "A", "DECIDED", "FINAL_REVIEW"),
        ("FIRST_AMOUNT", "A", "100.00", "99.00"),
        ("CONFIRMED_AMOUNT", "A", "90.00", "89.00"),
        ("FINAL_AMOUNT", "A", "60.00", "59.00"),
        ("DEDUCTED_AMOUNT", "A", None, "47.00"),
        ("DEADLINE", "A", "2025-08-04", "2025-08-05"),
    ]


def test_the_last_word_of_the_platform_counts_in_whatever_order_it_came(
    connection, tmp_path
):
    opened(connection, "A").goes_to("S50")
    first = {**APPEALED, "cnfm_vola_amt": "90"}
    last = {**first, "supn_suspt_stas": "60", "updt_time": "2025-07-25"}
    before, after = START + timedelta(days=5), START + timedelta(days=6)
    says(connection, tmp_path / "2", last, as_of=before)
    says(connection, tmp_path / "1", first, as_of=after)
    for as_of in (before, after, LATER):
        assert ("STATE", "A", "FINAL_REVIEW", "PANEL") in differences(connection, as_of)
    # Before it there was nothing to compare with.
    found = reconcile(connection, before - timedelta(minutes=1))
    assert [each.kind for each in found.differences] == ["ONLY_OURS"]
    assert found.folder is None


def test_the_workbook_has_counts_on_top_and_a_row_for_each_difference(
    connection, tmp_path
):
    opened(connection, "A").goes_to("S40")
    unknown = {"doc_suspt_id": "=1+1", "vola_rslt_id": "?"}
    says(connection, tmp_path, unknown)
    found = reconcile(connection, LATER)
    content = reconciliation_workbook(found)
    assert reconciliation_workbook(found) == content
    (tmp_path / "book.xlsx").write_bytes(content)
    book = python_calamine.load_workbook(tmp_path / "book.xlsx")
    sheet = book.get_sheet_by_name("对账").to_python()
    assert sheet[0][0] == "本系统与省平台对账表"
    told = {row[0]: row[1] for row in sheet[2:15]}
    assert told["一致的疑点"] == 0
    assert [told[name] for name in KINDS.values()][:3] == [1, 1, 0]
    assert sheet[-2:] == [
        ["仅本系统有", "A", "", "H1", "B1", "待申诉", ""],
        ["仅平台有", "", "=1+1", "H1", "", "", "待申诉"],
    ]
    (left,) = book.get_sheet_by_name("未受理").to_python()[1:]
    assert left[2:] == ["=1+1", "", "本系统没有这个疑点"]
