"""What the platform decided becomes events, once, or is told."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from tests.integration.cases.casework import START, Case, insert, opened
from tests.integration.platform.deliveries import (
    APPEALED,
    DECIDED,
    LATER,
    rows,
    says,
)

LEFT = "select hit_id, why from review.platform_left"
ASIDE = "select event, left(why, 6) from review.quarantine_open order by 1"


@pytest.fixture
def case(connection) -> Case:
    """A case that waits for its dispatch."""
    return opened(connection, "A").goes_to("S30")


def test_a_dispatch_an_appeal_and_a_decision_become_events(case, tmp_path):
    done = says(case.connection, tmp_path, DECIDED)
    assert (done.rows, done.taken, done.put_aside, done.left) == (1, 3, 0, 0)
    assert case.state == "S80"
    assert case.last(
        "source, source_ref, actor_id, actor_role, amount, reason_code"
    ) == (
        "PLATFORM_IMPORT",
        "X1 finl_chk 2025-07-24T01:00:00+00:00",
        "agency-9",
        "AGENCY",
        60,
        "CLIN_JUSTIFIED",
    )
    happened = rows(
        case.connection,
        """
        select event, occurred_at, amount, fund_amount, payload ->> 'is_implied'
        from review.event where source = 'PLATFORM_IMPORT' order by seq
        """,
    )
    day = datetime(2025, 7, 22, 1, tzinfo=UTC)
    assert happened == [
        ("dispatch", day, 90, 72, None),
        ("appeal", day + timedelta(days=1), 90, 72, None),
        # The platform has no review of an appeal: its decision stands for one.
        ("opinion", day + timedelta(days=2), 60, 48, "true"),
        ("final_confirm", day + timedelta(days=2), 60, 48, None),
    ]


def test_the_same_and_older_deliveries_change_nothing(case, tmp_path):
    connection = case.connection
    says(connection, tmp_path / "2", DECIDED)
    before = rows(connection, "select * from review.event order by event_id")
    assert not says(connection, tmp_path / "2", DECIDED).is_new
    again = says(connection, tmp_path / "1", APPEALED)
    assert (again.is_new, again.taken, again.put_aside) == (True, 0, 0)
    later = says(connection, tmp_path / "3", DECIDED, as_of=LATER + timedelta(1))
    assert (later.is_new, later.taken) == (True, 0)
    assert rows(connection, "select * from review.event order by event_id") == before
    assert len(rows(connection, "select from review.platform_row")) == 2


def test_what_the_platform_has_said_otherwise_since_is_not_taken_in(case, tmp_path):
    connection = case.connection
    recalled = {"supn_suspt_stas": "30", "updt_time": "2025-07-23"}
    says(connection, tmp_path / "2", recalled)
    assert says(connection, tmp_path / "1", {}).taken == 0
    assert case.state == "S30"
    # Nor where it made a new 疑点 of the case, in one delivery or in two.
    anew = {"doc_suspt_id": "X2", "updt_time": "2025-07-24"}
    wrong = {"finl_chk_vola_flag": "1"}
    assert says(connection, tmp_path / "3", anew, wrong).left == 0
    assert says(connection, tmp_path / "4", wrong).left == 0
    assert case.state == "S40"


def test_of_two_rows_about_a_case_the_last_word_counts(case, tmp_path):
    anew = {"doc_suspt_id": "X2", "updt_time": "2025-07-24"}
    done = says(case.connection, tmp_path, {"finl_chk_vola_flag": "1"}, anew)
    assert (done.taken, done.left) == (1, 0)
    assert case.last("source_ref") == ("X2 doc 2025-07-22T01:00:00+00:00",)


def test_a_batch_of_the_platform_is_entered_with_its_number(case, tmp_path):
    says(case.connection, tmp_path, {})
    query = "select * from review.dispatch_batch where batch_id <> 'B1'"
    ((batch_id, institution, approval, by, _, at, number),) = rows(
        case.connection, query
    )
    assert batch_id == "PT-T1-H1-20250722010000000000"
    assert (institution, approval, by, number) == ("H1", "T1", "platform T1", "T1")
    assert at == datetime(2025, 7, 22, 1, tzinfo=UTC)
    assert case.last("payload ->> 'batch_id'") == (batch_id,)


def test_our_approval_holds_for_what_was_handed_over_under_our_number(case, tmp_path):
    says(case.connection, tmp_path, {}, document={"task_id": "B1"})
    query = """
        select approved_by, approved_at from review.dispatch_batch
        where batch_id like 'PT-B1-%'
    """
    assert rows(case.connection, query) == [("agency-1", START)]
    # Who approved it does not decide it.
    says(
        *(case.connection, tmp_path / "2", {**DECIDED, "finl_chker": "agency-1"}),
        document={"task_id": "B1"},
    )
    assert ("final_confirm", "CR-111") in rows(case.connection, ASIDE)


def test_a_batch_approved_here_with_the_platforms_number_is_it(case, tmp_path):
    insert(
        case.connection,
        "dispatch_batch",
        batch_id="B2",
        fixmedins_code="H1",
        approval_id="A2",
        approved_by="agency-1",
        approved_role="AGENCY",
        approved_at=START,
        platform_batch="T1",
    )
    says(case.connection, tmp_path, {})
    assert case.last("payload ->> 'batch_id'") == ("B2",)


def test_a_contradiction_is_put_aside_and_changes_nothing(case, tmp_path):
    says(case.connection, tmp_path / "1", DECIDED)
    other = says(case.connection, tmp_path / "2", {**DECIDED, "finl_vola_amt": "50"})
    assert (other.taken, other.put_aside) == (0, 1)
    assert rows(case.connection, ASIDE) == []
    query = "select left(why, 6) from review.quarantine"
    assert rows(case.connection, query) == [("CR-104",)]
    assert case.last("amount") == (60,)


def test_an_appeal_after_the_last_day_is_put_aside(case, tmp_path):
    late = {**APPEALED, "appl_time": "2025-08-06 09:00:00", "updt_time": "2025-08-06"}
    assert says(case.connection, tmp_path, late).put_aside == 1
    assert rows(case.connection, ASIDE) == [("appeal", "CR-114")]
    assert case.state == "S40"


def test_an_unknown_case_is_told_with_its_line(case, tmp_path):
    unknown = {"doc_suspt_id": "X2", "vola_rslt_id": "?"}
    done = says(case.connection, tmp_path, {}, unknown)
    assert (done.taken, done.left) == (1, 1)
    query = (
        "select file_name, line, doc_suspt_id, hit_id, why from review.platform_left"
    )
    assert rows(case.connection, query) == [
        ("doc_suspt_d.csv", 3, "X2", None, "本系统没有这个疑点")
    ]


def test_a_case_of_another_institution_is_told(case, tmp_path):
    says(case.connection, tmp_path, {}, document={"medins_id": "H2"})
    assert rows(case.connection, LEFT) == [("A", "机构不符：平台为H2，疑点属于H1")]
    assert case.state == "S30"


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (
            {"finl_chktime": ""},
            "终审有结论（finl_chk_vola_flag）而没有时间（finl_chktime）",
        ),
        (
            {"finl_chk_vola_flag": ""},
            "终审有时间（finl_chktime）而没有结论（finl_chk_vola_flag）",
        ),
        ({"finl_chker": ""}, "终审没有写明经办人（finl_chker）"),
        ({"finl_vola_amt": ""}, "终审认定违规而没有写明金额（finl_vola_amt）"),
    ],
)
def test_half_a_decision_is_told_and_the_others_are_taken(case, tmp_path, cells, why):
    says(case.connection, tmp_path, {**DECIDED, **cells})
    assert rows(case.connection, LEFT) == [("A", why)]
    assert case.state == "S50"


def test_a_status_that_no_column_leads_to_is_told(case, tmp_path):
    says(case.connection, tmp_path, {"supn_suspt_stas": "96"})
    ((hit_id, why),) = rows(case.connection, LEFT)
    assert (hit_id, why) == ("A", "平台状态为作废，已受理的内容到待申诉")


def test_what_was_done_here_is_not_done_again(connection, tmp_path):
    case = opened(connection, "A").goes_to("S80")
    done = says(
        connection,
        tmp_path,
        {
            **DECIDED,
            "chker": "clerk-1",
            "chktime": "2025-07-22 08:00:00",
            "chk_vola_flag": "1",
            "chk_vola_amt": "100",
        },
    )
    assert (done.taken, done.put_aside, done.left) == (0, 0, 0)
    assert case.state == "S80"


def test_reviews_of_the_platform_are_taken_in(connection, tmp_path):
    case = opened(connection, "A").goes_to("S10")
    reviewed = {
        "chker": "wang",
        "chktime": "2025-07-21 11:00:00",
        "chk_vola_flag": "1",
        "chk_vola_amt": "100",
        "chk_opnn": "依据",
        "supn_suspt_stas": "20",
    }
    says(connection, tmp_path / "1", reviewed)
    assert case.state == "S20"
    agreed = reviewed | {
        "rchker": "li",
        "rchk_time": "2025-07-21 12:00:00",
        "rchk_vola_flag": "1",
        "cnfm_vola_amt": "45.55",
        "supn_suspt_stas": "30",
    }
    says(connection, tmp_path / "2", agreed)
    assert case.state == "S30"
    assert [str(each) for each in case.last("amount, fund_amount")] == [
        "45.55",
        "36.44",
    ]
    other = agreed | {"rchker": "wang", "rchk_time": "2025-07-21 12:30:00"}
    says(connection, tmp_path / "3", other)
    assert case.state == "S30"


def test_a_clearing_names_a_reason_of_ours_or_counts_as_other(connection, tmp_path):
    for hit_id, words in (
        ("A", "DATA_FAULT｜编码有误"),
        ("B", "编码有误"),
        ("C", "OK"),
    ):
        case = opened(connection, hit_id).goes_to("S10")
        cleared = {
            "vola_rslt_id": hit_id,
            "chker": "wang",
            "chktime": "2025-07-21 11:00:00",
            "chk_vola_flag": "0",
            "chk_opnn": words,
            "supn_suspt_stas": "95",
        }
        says(connection, tmp_path / hit_id, cleared)
        assert case.state == "S95"
        expected = "DATA_FAULT" if hit_id == "A" else "OTHER"
        assert case.last("reason_code") == (expected,)


def test_silence_counts_on_the_day_after_the_last(case, tmp_path):
    insert(
        case.connection,
        "delivery_proof",
        batch_id="B1",
        kind="PHONE",
        delivered_at=START,
        source_ref="1",
    )
    silent = {"appl_flag": "2", "supn_suspt_stas": "70", "updt_time": "2025-08-06"}
    says(case.connection, tmp_path / "1", silent)
    assert rows(case.connection, ASIDE) == [("deem_accept", "CR-116")]
    insert(
        case.connection,
        "delivery_proof",
        batch_id="PT-T1-H1-20250722010000000000",
        kind="PHONE",
        delivered_at=START + timedelta(days=3),
        source_ref="1",
    )
    again = {**silent, "updt_time": "2025-08-07"}
    assert says(case.connection, tmp_path / "2", again).taken == 1
    assert case.state == "S70"
    assert case.last("occurred_at") == (datetime(2025, 8, 5, 16, 0, 1, tzinfo=UTC),)


def test_silence_does_not_count_before_the_last_day_is_over(case, tmp_path):
    silent = {"appl_flag": "2", "supn_suspt_stas": "70", "updt_time": "2025-08-05"}
    made_at = datetime(2025, 8, 5, 12, tzinfo=UTC)
    says(case.connection, tmp_path, silent, as_of=made_at)
    why = "deem_accept的时间2025-08-06还没有到"
    assert rows(case.connection, LEFT) == [("A", why)]


def test_a_time_before_the_calendar_is_put_aside(case, tmp_path):
    old = {"crte_time": "1999-01-01 09:00:00"}
    says(case.connection, tmp_path, {}, document=old)
    assert rows(case.connection, ASIDE) == [("dispatch", "CR-101")]


def test_a_panel_of_the_platform_advises(case, tmp_path):
    asked = {
        **APPEALED,
        "appy_clgl_time": "2025-07-23 10:00:00",
        "appy_clgl_psn": "office-1",
        "appy_clgl_rea": "请求合议",
        "clgl_time": "2025-07-23 11:00:00",
        "clgl_ccls": "部分违规",
        "chk_procrslt": "2",
    }
    says(case.connection, tmp_path / "1", asked)
    why = "合议结论为部分违规，没有一栏写明金额（clgl_ccls）"
    assert rows(case.connection, LEFT) == [("A", why)]
    assert case.state == "S60"
    told = {**asked, "clgl_ccls": "60.00元（基金48.00元）｜部分违规"}
    says(case.connection, tmp_path / "2", told)
    assert case.state == "S70"
    assert case.last("event, amount, fund_amount") == ("panel_opinion", 60, 48)


def test_a_deduction_settles_what_is_listed_and_no_other_amount(connection, tmp_path):
    case = opened(connection, "A").goes_to("S91")
    deducted = {
        "det_flag": "1",
        "det_time": "2025-09-01 09:00:00",
        "vola_det_amt": "47.00",
        "opter_id": "agency-9",
        "supn_suspt_stas": "92",
        "updt_time": "2025-09-01",
    }
    says(connection, tmp_path / "1", deducted)
    assert rows(connection, ASIDE) == [("settle", "CR-112")]
    right = {**deducted, "vola_det_amt": "48.00", "updt_time": "2025-09-02"}
    says(connection, tmp_path / "2", right, document={"rfus_bchno": "R-9"})
    assert case.last("event, payload ->> 'payment_reference'") == ("settle", "R-9")
    repaid = {
        **right,
        "rvis_flag": "1",
        "rvis_amt": "8.00",
        "rvis_time": "2025-09-03 09:00:00",
        "updt_time": "2025-09-03",
    }
    says(connection, tmp_path / "3", repaid, document={"rfus_bchno": "R-9"})
    assert case.state == "S85"


REPAID = {
    "det_flag": "1",
    "det_time": "2025-09-01 09:00:00",
    "opter_id": "agency-9",
    "rvis_flag": "1",
    "rvis_amt": "8.00",
    "rvis_time": "2025-09-03 09:00:00",
    "supn_suspt_stas": "80",
    "updt_time": "2025-09-03",
}


def test_a_repayment_is_no_decision_from_before_the_deduction(connection, tmp_path):
    case = opened(connection, "A").goes_to("S85")
    case.does("reconsider_confirm")
    case.refuses("48.00")
    case.goes("list_refusal", "settle")
    says(connection, tmp_path, REPAID)
    assert case.last("event, to_state") == ("reopen", "S85")


def test_a_repayment_takes_up_no_case_that_was_cleared(connection, tmp_path):
    case = opened(connection, "A").goes_to("S70")
    case.does("final_clear")
    says(connection, tmp_path, REPAID)
    assert rows(connection, ASIDE) == [("reopen", "CR-101"), ("settle", "CR-101")]
    assert case.state == "S95"


def test_names_of_persons_are_not_kept(case, tmp_path):
    named = {"chker_name": "CANARY", "appler_name": "CANARY", "unheard": "CANARY"}
    done = says(case.connection, tmp_path, named, document={"patn_name": "CANARY"})
    assert done.unknown_columns == ("doc_suspt_d.unheard",)
    for name in ("platform_row", "platform_left", "event", "quarantine"):
        query = f"select from review.{name} as kept where kept::text like '%CANARY%'"
        assert rows(case.connection, query) == []


def test_the_log_of_the_platform_is_append_only(case, tmp_path):
    says(case.connection, tmp_path, {}, {"doc_suspt_id": "X2", "vola_rslt_id": "?"})
    for name in ("import", "row", "left"):
        with (
            pytest.raises(psycopg.Error, match="CR-100"),
            case.connection.transaction(),
        ):
            case.connection.execute(f"delete from review.platform_{name}")
