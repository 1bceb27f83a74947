"""The month's report is published in versions and leaves when a person lets it."""

from datetime import timedelta

import pytest
from tests.integration.cases.casework import opened
from tests.integration.statements.months import AFTER, confirmed

from claim_review.reports import publications, releasing
from claim_review.reports.approval import APPROVE, SEND_BACK, Decision, decision
from claim_review.reports.document import sentences
from claim_review.reports.month import publish_month
from claim_review.settings import Settings

JULY = "2025-07"
HOUR = timedelta(hours=1)


@pytest.fixture
def settings(tmp_path) -> Settings:
    return Settings(var_dir=tmp_path, bureau_address="bureau@example.org")


def published(connection, settings, after=HOUR):
    return publish_month(connection, settings, JULY, AFTER[JULY] + after)


def approved(by="leader-a", is_approved=True) -> Decision:
    return Decision(is_approved, by, AFTER[JULY] + 2 * HOUR, "可以")


def mails(connection) -> list[tuple]:
    query = "select dedupe_key, recipients, payload ->> 'text', attachments"
    return connection.execute(f"{query} from notify.outbox").fetchall()


def test_a_month_published_again_says_nothing_new(connection, settings):
    confirmed(connection, "A")
    first = published(connection, settings)
    again = published(connection, settings, 9 * HOUR)
    assert (first.is_new, again.is_new, again.version) == (True, False, 1)
    names = {entry["name"] for entry in first.manifest["files"]}
    stem = "甘南州医保基金智能审核2025年7月书面报告（第1版）"
    assert {f"{stem}.docx", f"{stem}.pdf", f"{stem}.xlsx"} < names
    assert "JF-GN-2025-07-汇总.xlsx" in names


def test_what_people_write_makes_a_second_version(connection, settings):
    confirmed(connection, "A")
    published(connection, settings)
    written = "plan:\n- {task: 复核, owner: 张某, due: 2025-08-20, measure: 完成}\n"
    (settings.var_dir / "reports" / JULY / "inputs.yml").write_text(written)
    second = published(connection, settings)
    assert second.version == 2
    told = second.context("monthly")
    assert told["changes"][0] == ["下月工作计划", "复核", "责任人", "—", "张某"]
    assert told["causes"] == []
    assert sentences(told)[1].startswith("上一版之后没有补记疑点办理。")
    assert sentences(told)[2].startswith("差异来自报告文字")


def test_what_is_entered_late_for_the_month_is_named_as_a_cause(connection, settings):
    confirmed(connection, "A")
    published(connection, settings)
    free = dict.fromkeys(("amount", "fund_amount"), 0)
    opened(connection, "late", setl_id="S2", **free).goes("ingest", "first_clear")
    second = published(connection, settings)
    assert second.context("monthly")["causes"] == ["人工处理"]
    said = sentences(second.context("monthly"))[1]
    assert said == (
        "上一版之后补记疑点办理2件次，其中人员办理1件次，见修订表1。拒付和冲回没有变化。"
    )


def test_nothing_leaves_before_a_person_agrees_and_then_once(connection, settings):
    confirmed(connection, "A")
    told = published(connection, settings)
    release = (connection, told, settings, AFTER[JULY])
    assert releasing.release(*release) == []
    publications.decide(connection, told, approved())
    assert releasing.release(*release) == ["month-report|2025-07|monthly|v1"]
    assert releasing.release(*release) == []
    ((_, recipients, text, attachments),) = mails(connection)
    assert recipients == ["bureau@example.org"]
    assert "本月基金拒付48.00元" in text
    assert [a["name"].rsplit(".")[-1] for a in attachments] == [
        *("docx", "pdf", "xlsx", "xlsx")
    ]


def test_the_first_word_on_a_version_stands(connection, settings):
    confirmed(connection, "A")
    told = published(connection, settings)
    publications.decide(connection, told, approved(is_approved=False))
    publications.decide(connection, told, approved("leader-b"))
    kept = publications.decision_of(connection, told)
    assert (kept.is_approved, kept.decided_by) == (False, "leader-a")
    assert releasing.release(connection, told, settings, AFTER[JULY]) == []


def test_a_demo_leaves_by_itself(connection, settings):
    confirmed(connection, "A")
    told = published(connection, settings)
    alone = settings.model_copy(update={"reports_need_approval": False})
    assert len(releasing.release(connection, told, alone, AFTER[JULY])) == 1


def test_files_that_no_mail_can_carry_are_named(connection, settings, monkeypatch):
    confirmed(connection, "A")
    told = published(connection, settings)
    sizes = {f.suffix: f.stat().st_size for f in told.folder.glob("*书面报告*")}
    most = sizes[".docx"] + sizes[".xlsx"]
    monkeypatch.setattr(releasing, "MOST_ATTACHED_BYTES", most)
    publications.decide(connection, told, approved())
    releasing.release(connection, told, settings, AFTER[JULY])
    ((_, _, text, attachments),) = mails(connection)
    assert [a["name"].rsplit(".")[-1] for a in attachments] == ["docx", "xlsx"]
    assert "书面报告（第1版）.pdf、JF-GN-2025-07-汇总.xlsx。" in text


def answer(option: str, user: dict | None) -> dict:
    return {
        "chosen_options": [option],
        "params_input": {"remark": "可以"},
        "responded_at": "2025-08-04T05:00:00Z",
        "responded_by_user": user,
    }


def test_an_answer_of_airflow_is_a_decision():
    user = {"id": "7", "name": "leader-a"}
    assert decision(answer(APPROVE, user)).decided_by == "leader-a"
    assert not decision(answer(SEND_BACK, user)).is_approved
    with pytest.raises(ValueError, match="nobody answered"):
        decision(answer(APPROVE, None))
    with pytest.raises(ValueError, match="'Approve' is neither"):
        decision(answer("Approve", user))
