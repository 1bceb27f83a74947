"""A version tells no earlier moment than the one before, and stays what it was."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from claim_review.reports.document import Document
from claim_review.reports.fonts import find_fonts
from claim_review.reports.publications import (
    EarlierMomentError,
    OtherVersionError,
    moment,
    record,
)
from claim_review.reports.shelf import Bundle, Publication, publish

AS_OF = datetime(2025, 7, 7, 1, tzinfo=UTC)
BEFORE, AFTER = AS_OF - timedelta(minutes=1), AS_OF + timedelta(days=1)
PARTIES = {"client": "示例医保局", "contractor": "示例审核机构"}


@pytest.fixture
def connection(warehouse_url):
    with psycopg.connect(warehouse_url) as connection:
        yield connection


def published(shelf: Path, text: str) -> Publication:
    doc = Document()
    doc.chapter("概要")
    doc.text(text)
    told = doc.content(
        title="示例分析报告",
        title_lines=["示例", "分析报告"],
        period="2025年1月1日至3月31日",
        cut_off="2025年4月16日0时",
        cut_off_at="2025-04-16T00:00:00+08:00",
    )
    bundle = Bundle("quarter", "2025Q1", {"quarterly": told})
    day = date(2025, 7, 7)
    return publish(shelf, bundle, find_fonts(None), day, PARTIES, lambda folder: None)


def test_no_version_takes_back_what_was_told(connection, tmp_path):
    asked = (connection, "quarter", "2025Q1")
    assert moment(*asked, BEFORE, is_demo=False) == BEFORE
    record(connection, published(tmp_path, "一"), AS_OF)
    assert moment(*asked, AS_OF, is_demo=False) == AS_OF
    assert moment(*asked, AFTER, is_demo=False) == AFTER
    with pytest.raises(EarlierMomentError, match="2025Q1"):
        moment(*asked, BEFORE, is_demo=False)
    assert moment(*asked, BEFORE, is_demo=True) == AS_OF
    assert moment(connection, "quarter", "2025Q2", BEFORE, is_demo=False) == BEFORE


def test_another_version_under_a_number_that_was_published_is_refused(
    connection, tmp_path
):
    first = published(tmp_path / "a", "一")
    record(connection, first, AS_OF)
    record(connection, first, AFTER)
    with pytest.raises(OtherVersionError, match="version 1"):
        record(connection, published(tmp_path / "b", "二"), AFTER)
