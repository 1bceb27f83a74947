"""The PDF shows the statement, and is the same each time."""

import io

import pypdf
import pytest
from tests.unit.statements.samples import CONTENT, DRAFTED_AT

from claim_review.reports.fonts import MissingGlyphsError, find_fonts
from claim_review.statements.printed import statement_pdf

FONTS = find_fonts(None)


def printed(**changes) -> bytes:
    return statement_pdf("JF-1", CONTENT | changes, "abc123", DRAFTED_AT, FONTS)


def text(file: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(file)).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "")


def test_the_pdf_shows_head_tables_and_places_to_sign():
    shown = text(printed())
    for wanted in (
        *("医保基金拒付单", "JF-1", "示例医院", "40.10", "肆拾元壹角整", "abc123"),
        *("逾期视为无异议", "2025-07-21", "-8.00", "已由其他疑点拒付"),
        *("期限参数未经委托方确认", "经办机构签章"),
    ):
        assert wanted in shown, wanted


def test_a_table_without_rows_says_so():
    assert "冲回无结转未列" in text(printed(reversed=[]))


def test_the_same_statement_is_the_same_pdf():
    assert printed() == printed()


def test_a_name_that_no_font_has_is_refused():
    head = CONTENT["head"] | {"fixmedins_name": "示例བོད་医院"}
    with pytest.raises(MissingGlyphsError):
        printed(head=head)
