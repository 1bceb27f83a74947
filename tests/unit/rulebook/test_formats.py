"""HTML, Word and Markdown of one book."""

import html
import io
import re
import zipfile

import docx
import pytest
from lxml import etree
from tests.unit.rulebook.samples import book, example, rule

from claim_review.reports.word_file import docx_sha256
from claim_review.reports.word_xml import in_order
from claim_review.rulebook.book import Book
from claim_review.rulebook.pages import render_html, render_markdown
from claim_review.rulebook.word_file import render_docx

ODD = "甲<b>乙</b> & 丙|丁*戊_己"


@pytest.fixture(scope="module")
def built() -> Book:
    rules = rule(), rule("m15_other", rule_class="management", rule_name=ODD)
    return book(*rules, examples=(example("odd", ODD, {"verdict": None}),))


def all_texts(built: Book) -> list[str]:
    """Return every text that a reader of the book must find."""
    texts = [built.title, built.subtitle, *built.notes]
    for chapter in built.chapters:
        texts += [chapter.name, chapter.what]
        for page in chapter.pages:
            texts += [page.rule_id, page.name, page.verdict, page.status, page.official]
            for section in page.sections:
                texts += [section.title, *section.lines, *section.head]
                texts += [cell for row in section.rows for cell in row]
    return texts


def words_of(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    # A link hides its text from python-docx's cells.
    return "\n".join(
        "".join(paragraph.itertext()) for paragraph in document.element.iter("{*}p")
    )


def test_every_text_of_the_book_is_in_the_page(built):
    shown = html.unescape(render_html(built))
    assert [text for text in all_texts(built) if text not in shown] == []


def test_every_text_of_the_book_is_in_the_word_file(built):
    shown = words_of(render_docx(built))
    assert [text for text in all_texts(built) if text not in shown] == []


def test_every_text_of_the_book_is_in_the_markdown(built):
    joined = "\n".join(render_markdown(built).values())
    shown = html.unescape(re.sub(r"\\([\\`*_\[\]|#~])", r"\1", joined))
    assert [text for text in all_texts(built) if text not in shown] == []


def test_text_cannot_become_html(built):
    shown = render_html(built)
    assert "<b>乙" not in shown
    assert "甲&lt;b&gt;乙" in shown


def test_text_cannot_break_a_markdown_table(built):
    page = render_markdown(built)["P-01.md"]
    row = next(line for line in page.splitlines() if "丙" in line)
    assert row == r"| 明确违规 | 甲&lt;b>乙&lt;/b> &amp; 丙\|丁\*戊\_己 |"


def test_the_page_needs_no_network(built):
    assert (
        re.findall(r"(?:src|href)=\"(?!#)|https?://|@import", render_html(built)) == []
    )


def test_every_link_of_the_page_leads_to_a_rule(built):
    shown = render_html(built)
    links = re.findall(r'href="#([^"]+)"', shown)
    assert links == re.findall(r'<article class="rule" id="([^"]+)"', shown)
    assert links == ["P-01", "M-15"]


def test_every_link_of_the_word_file_leads_to_a_bookmark(built):
    root = docx.Document(io.BytesIO(render_docx(built))).element
    names = [mark.values() for mark in root.iter("{*}bookmarkStart")]
    links = [link.values() for link in root.iter("{*}hyperlink")]
    assert names == [["0", "P_01"], ["1", "M_15"]]
    assert links == [["P_01"], ["M_15"]]


def test_every_rule_has_a_markdown_page_and_the_index_links_to_it(built):
    files = render_markdown(built)
    assert list(files) == ["README.md", "P-01.md", "M-15.md"]
    assert re.findall(r"\(([^()]+\.md)\)", files["README.md"]) == ["P-01.md", "M-15.md"]


def test_every_paragraph_of_the_word_file_has_a_style_that_is_defined(built):
    document = docx.Document(io.BytesIO(render_docx(built)))
    defined = {style.style_id for style in document.styles}
    used = {
        name for mark in document.element.iter("{*}pStyle") for name in mark.values()
    }
    assert used <= defined
    assert {"RuleLabel", "RuleText", "ReportCell", "Heading2"} <= used


def test_no_property_of_the_word_file_is_out_of_order(built):
    with zipfile.ZipFile(io.BytesIO(render_docx(built))) as archive:
        for name in archive.namelist():
            if name.startswith("word/") and name.endswith(".xml"):
                assert in_order(etree.fromstring(archive.read(name))) == 0, name


def test_the_same_book_gives_the_same_word_file(built):
    assert docx_sha256(render_docx(built)) == docx_sha256(render_docx(built))
