"""The Word file shows the statement as the PDF does."""

import io

import docx
from tests.unit.statements.samples import CONTENT, DRAFTED_AT

from claim_review.reports.word_file import docx_sha256
from claim_review.statements.printed import paper
from claim_review.statements.word_file import statement_docx


def printed(**changes) -> bytes:
    return statement_docx("JF-1", CONTENT | changes, "abc123", DRAFTED_AT)


def rows(data: bytes) -> list[list[list[str]]]:
    """Return the cells of each table."""
    return [
        # A head may break before its unit.
        [[cell.text.replace("\n", "") for cell in row.cells] for row in table.rows]
        for table in docx.Document(io.BytesIO(data)).tables
    ]


def test_the_word_file_has_the_head_and_each_table_of_the_paper():
    told = paper("JF-1", CONTENT, "abc123")
    head, *tables = rows(printed())
    assert head == told["facts"]
    assert tables == [[t["columns"], *t["rows"]] for t in told["tables"]]
    assert ["合计（元）", "40.10"] in head
    assert ["合计（大写）", "肆拾元壹角整"] in head


def test_there_is_room_to_sign_and_nobody_is_named_as_author():
    document = docx.Document(io.BytesIO(printed()))
    shown = "".join(paragraph.text for paragraph in document.paragraphs)
    assert "经办机构签章：" in shown
    assert "定点医药机构签章：" in shown
    assert document.core_properties.author == ""
    assert document.core_properties.title == "医保基金拒付单"


def test_a_table_without_rows_says_so():
    data = printed(reversed=[])
    assert len(rows(data)) == 4
    texts = [p.text for p in docx.Document(io.BytesIO(data)).paragraphs]
    assert texts[texts.index("冲回") + 1] == "无"


def test_the_same_statement_is_the_same_word_file():
    assert docx_sha256(printed()) == docx_sha256(printed())
    assert docx_sha256(printed()) != docx_sha256(printed(carried=[]))
