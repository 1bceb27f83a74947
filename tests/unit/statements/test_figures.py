"""Each figure of a statement's Word file stands in its workbook, where it belongs."""

import io
from collections.abc import Mapping

import docx
import pytest
from python_calamine import CalamineWorkbook
from tests.figures import changed, values
from tests.unit.statements.samples import CONTENT, DRAFTED_AT, HIT

from claim_review.statements.layout import TABLES
from claim_review.statements.word_file import statement_docx
from claim_review.statements.workbook import statement_workbook

LARGE = {"decided_fund_amount": "1234567.89", "carried_reason": "WAITS"}
MORE = CONTENT | {"carried": [*CONTENT["carried"], HIT | LARGE]}
TOLD = ("JF-GN-202507-H1-01", MORE, "abc123", DRAFTED_AT)


@pytest.fixture(scope="module")
def sheets() -> dict[str, set]:
    """The figures of each sheet of the workbook."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(statement_workbook(*TOLD)))
    return {
        name: values(
            *(
                # A number that is none of money is a whole one.
                f"{cell:.2f}" if isinstance(cell, float) else str(cell)
                for row in book.get_sheet_by_name(name).to_python()
                for cell in row
            )
        )
        for name in book.sheet_names
    }


def papers(word_file: bytes) -> dict[str, list[str]]:
    """Return what the Word file says by the sheet that says it too."""
    document = docx.Document(io.BytesIO(word_file))
    titles = ["拒付单", *(title for title, _ in TABLES.values())]
    told = {
        title: [cell.text for row in table.rows for cell in row.cells]
        for title, table in zip(titles, document.tables, strict=True)
    }
    section = document.sections[0]
    outside = [*document.paragraphs, *section.footer.paragraphs]
    told["拒付单"] += [paragraph.text for paragraph in outside]
    return told


def strange(word_file: bytes, sheets: Mapping[str, set]) -> dict[str, set]:
    """Return the figures of the Word file that its workbook does not have."""
    found = {
        title: values(*texts) - sheets[title]
        for title, texts in papers(word_file).items()
    }
    return {title: figures for title, figures in found.items() if figures}


def test_every_figure_of_the_word_file_is_in_the_workbook(sheets):
    word_file = statement_docx(*TOLD)
    assert sum(len(values(*texts)) for texts in papers(word_file).values()) > 20
    assert strange(word_file, sheets) == {}


@pytest.mark.parametrize("table", TABLES)
def test_a_changed_amount_in_a_table_is_found(sheets, table):
    (row, *others), (title, columns) = MORE[table], TABLES[table]
    for column in columns:
        if column.look == "amount":
            other = changed(row[column.name])
            spoilt = MORE | {table: [row | {column.name: other}, *others]}
            found = strange(statement_docx(TOLD[0], spoilt, *TOLD[2:]), sheets)
            assert set(found) == {title}, column.name


def test_a_changed_total_is_found(sheets):
    head = MORE["head"] | {"net_amount": "40.11"}
    found = strange(statement_docx(TOLD[0], MORE | {"head": head}, *TOLD[2:]), sheets)
    assert set(found) == {"拒付单"}
