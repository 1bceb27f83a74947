import hashlib
import json
from datetime import UTC, date, datetime

import docx
import psycopg
import pytest
from tests.integration.notify.mailing import filed, running_sink
from tests.integration.reports import marts

from claim_review.notify import outbox
from claim_review.reports import quarter
from claim_review.reports.checks import ImplausibleReportError
from claim_review.reports.facts import NothingToReportError
from claim_review.settings import Settings

DAY = date(2025, 4, 20)
NOW = datetime(2025, 4, 20, 1, tzinfo=UTC)


@pytest.fixture
def filled(warehouse_url):
    marts.fill(warehouse_url)
    return warehouse_url


def change(url: str, statement: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(statement)


def manifest(publication: quarter.Publication) -> dict:
    return json.loads((publication.folder / "manifest.json").read_text("utf-8"))


def test_the_first_publication_is_version_one(filled, tmp_path):
    published = quarter.publish(filled, tmp_path, "2025Q1", DAY)
    assert published.is_new
    assert published.folder == tmp_path / "reports" / "2025Q1" / "v1"
    assert [file.suffix for file in published.files] == [".docx", ".pdf"]
    assert published.files[0].stem == (
        "甘南州医保基金智能审核2025年第一季度分析报告（第1版）"
    )
    said = manifest(published)
    assert said["data_cut_off"] == "2025-04-16T00:00:00+08:00"
    for entry in said["files"]:
        data = (published.folder / entry["name"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == entry["sha256"]


def test_the_same_content_on_another_day_is_no_new_version(filled, tmp_path):
    first = quarter.publish(filled, tmp_path, "2025Q1", DAY)
    before = {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*")}
    again = quarter.publish(filled, tmp_path, "2025Q1", date(2026, 1, 5))
    assert not again.is_new
    assert (again.version, again.files) == (1, first.files)
    assert {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*")} == before


def test_a_late_batch_makes_a_second_version_and_keeps_the_first(filled, tmp_path):
    first = quarter.publish(filled, tmp_path, "2025Q1", DAY)
    kept = first.files[0].read_bytes()
    with psycopg.connect(filled) as connection:
        marts.load_batch(connection, "2025Q1-late")
    second = quarter.publish(filled, tmp_path, "2025Q1", DAY)
    assert (second.version, second.is_new) == (2, True)
    assert first.files[0].read_bytes() == kept
    assert not list(second.folder.parent.glob(".building-*"))
    footer = docx.Document(str(second.files[0])).sections[0].footer
    assert "第2版" in footer.paragraphs[-1].text


def test_another_quarters_batch_does_not_touch_this_report(filled, tmp_path):
    quarter.publish(filled, tmp_path, "2025Q1", DAY)
    with psycopg.connect(filled) as connection:
        marts.load_batch(connection, "2025Q2-01", "2025Q2")
    assert not quarter.publish(filled, tmp_path, "2025Q1", DAY).is_new


def test_data_gates_are_counted_as_data_problems_and_not_as_hits(filled, tmp_path):
    published = quarter.publish(filled, tmp_path, "2025Q1", DAY)
    said = json.loads((published.folder / "context.json").read_text("utf-8"))
    assert [row[0] for row in said["tables"]["by_rule"]["rows"]] == ["P-26", "M-15"]
    assert [row[0] for row in said["tables"]["by_verdict"]["rows"]] == ["明确违规"]
    assert "标记数据问题4条，不计入疑点" in said["texts"]["quality"]


def test_a_quarter_without_data_is_not_reported(filled, tmp_path):
    with pytest.raises(NothingToReportError, match="quarter 2025Q2: 0 loaded batches"):
        quarter.publish(filled, tmp_path, "2025Q2", DAY)
    assert not (tmp_path / "reports").exists()


def test_a_report_that_does_not_add_up_leaves_nothing_behind(filled, tmp_path):
    change(filled, "delete from marts.mart_review_breakdown where code = '夏河县'")
    with pytest.raises(ImplausibleReportError, match="hits by county adds up to 5"):
        quarter.publish(filled, tmp_path, "2025Q1", DAY)
    assert not (tmp_path / "reports").exists()


def test_a_failure_while_rendering_leaves_no_version(filled, tmp_path):
    change(filled, "update marts.dim_institution set fixmedins_name = '示例བོད་医院'")
    with pytest.raises(ValueError, match="no glyph for"):
        quarter.publish(filled, tmp_path, "2025Q1", DAY)
    assert list((tmp_path / "reports" / "2025Q1").iterdir()) == []


def test_a_quarter_without_hits_is_published_too(filled, tmp_path):
    change(
        filled,
        """
        delete from marts.mart_review_breakdown
        where dimension in ('verdict', 'amount_band');
        update marts.mart_review_breakdown set
            hits = 0,
            hit_fee_amount = 0,
            hit_fund_amount = 0,
            attributed_fund_amount = 0
        """,
    )
    published = quarter.publish(filled, tmp_path, "2025Q1", DAY)
    assert len(docx.Document(str(published.files[0])).tables) == 8


def test_the_bureau_gets_each_version_once(filled, tmp_path):
    with running_sink(tmp_path) as settings:
        for _ in range(3):
            quarter.publish_and_enqueue(filled, settings, "2025Q1", NOW)
            outbox.drain_or_fail(filled, settings, NOW)
        with psycopg.connect(filled) as connection:
            marts.load_batch(connection, "2025Q1-late")
        quarter.publish_and_enqueue(filled, settings, "2025Q1", NOW)
        outbox.drain_or_fail(filled, settings, NOW)
    first, second = filed(tmp_path)
    assert first["To"] == settings.bureau_address
    assert first["Subject"].endswith("分析报告（第1版）")
    assert second["Subject"].endswith("分析报告（第2版）")
    names = [part.get_filename() for part in first.iter_attachments()]
    assert [name.rpartition(".")[2] for name in names] == ["docx", "pdf"]
    text = first.get_body(("plain",)).get_content()
    assert "命中疑点7条，涉及医疗费用0.42万元" in text
    assert "命中疑点7条" in first.get_body(("html",)).get_content()


def test_a_publisher_that_died_before_the_mail_is_made_up_for(filled, tmp_path):
    quarter.publish(filled, tmp_path, "2025Q1", DAY)
    settings = Settings(var_dir=tmp_path)
    published = quarter.publish_and_enqueue(filled, settings, "2025Q1", NOW)
    assert not published.is_new
    with psycopg.connect(filled) as connection:
        keys = connection.execute("select dedupe_key from notify.outbox").fetchall()
    assert keys == [("quarter-report|2025Q1|v1",)]
