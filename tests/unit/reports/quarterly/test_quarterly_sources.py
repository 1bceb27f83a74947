"""Each figure in the text of the report stands in its workbook.

The figures are taken from the Word file and looked for in the Excel file, so that one
that somebody or something changed on the way is found too.
"""

import io
import re
from datetime import date
from decimal import Decimal

import docx
import pytest
from python_calamine import CalamineWorkbook
from tests.figures import changed, figures
from tests.unit.reports.quarterly import samples

from claim_review.reports.document import tables
from claim_review.reports.editions import edition
from claim_review.reports.quarterly import content
from claim_review.reports.quarterly.annexes import DEFINITIONS
from claim_review.reports.word import report_docx
from claim_review.reports.workbook import report_workbook

DAY = date(2025, 7, 8)
EVERY = {"with hits": samples.facts(), "without hits": samples.without_hits()}
# What counts nothing: places of a list, annexes, and words such as 30日再入院率.
_WORDS = re.compile(
    r"^\d+\. |附件\d|95%置信区间|\d+日再|15日、30日|12小时|1至4|(?<=_)\S+"
)


@pytest.fixture(scope="module", params=EVERY)
def report(request):
    built = content.build(EVERY[request.param], samples.INPUTS)
    return edition(built, 1, None, {"client": "示例局", "contractor": "示例公司"})


@pytest.fixture(scope="module")
def paragraphs(report):
    """What the Word file says between its cover and its annexes, charts apart."""
    document = docx.Document(io.BytesIO(report_docx(report, pictures(report), DAY)))
    told = [paragraph.text for paragraph in document.paragraphs]
    first = next(i for i, text in enumerate(told) if text.startswith("一、"))
    last = next(i for i, text in enumerate(told) if text.startswith("附件1"))
    return told[first:last]


def pictures(report) -> dict:
    """Return no charts: the report without its figures has the same sentences."""
    report["blocks"] = [b for b in report["blocks"] if b["kind"] != "figure"]
    return {}


@pytest.fixture(scope="module")
def known(report) -> set[Decimal]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(report_workbook(report, DAY)))
    found: set[Decimal] = set()
    for name in book.sheet_names:
        for row in book.get_sheet_by_name(name).to_python():
            for cell in row:
                found |= _values(cell)
    head = ("title", "period", "cut_off", "as_of", "knowledge_release")
    found |= {Decimal(each) for key in head for each in figures(report[key])}
    # Sentences count the rows of a table.
    return found | {Decimal(len(each["rows"])) for each in tables(report)}


def _values(cell) -> set[Decimal]:
    if isinstance(cell, str):
        return {Decimal(each) for each in figures(cell)}
    value = Decimal(str(cell))
    return {abs(value), abs(round(value * 100, 4))}


def unknown(text: str, known: set[Decimal]) -> list[str]:
    """Return the figures of a text that the workbook does not have."""
    bare = _WORDS.sub("", text)
    return [each for each in figures(bare) if Decimal(each) not in known]


def test_every_figure_in_the_word_file_is_in_the_workbook(paragraphs, known):
    assert sum(len(figures(text)) for text in paragraphs) >= 40
    assert {text: each for text in paragraphs if (each := unknown(text, known))} == {}


def test_a_figure_that_was_changed_is_not_found(paragraphs, known):
    long = {each for text in paragraphs for each in figures(text) if len(each) > 5}
    assert len(long) > 3
    assert [each for each in long if Decimal(changed(each)) in known] == []


def test_definitions_stand_in_the_report_as_they_were_agreed(report):
    told = [block["text"] for block in report["blocks"] if block["kind"] == "text"]
    for place, text in enumerate(DEFINITIONS, start=1):
        assert f"{place}. {text}" in told
