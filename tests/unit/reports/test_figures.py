"""Each figure in the text of a quarterly report stands in a table of it, or follows.

The text is that of the Word file, so that a figure that somebody or something changed
on the way there is found too.
"""

import io
from collections.abc import Iterator
from decimal import Decimal

import docx
import pytest
from tests.figures import changed, figures, unknown
from tests.unit.reports import samples

from claim_review.reports import context, numbers, tables, word, word_template

FACTS = {"with hits": samples.facts(), "without hits": samples.without_hits()}
CENT = Decimal("0.01")
# The sentence of a section and the table it is about.
TABLE_OF = {
    "verdict": "by_verdict",
    "class": "by_class",
    "level": "by_level",
    "county": "by_county",
    "rule": "by_rule",
    "amount": "by_amount",
}


@pytest.fixture(scope="module", params=FACTS)
def facts(request):
    return FACTS[request.param]


@pytest.fixture(scope="module")
def edition(facts):
    return context.with_version(context.build_context(facts), 1)


@pytest.fixture(scope="module")
def paragraphs(edition):
    """What the Word file says outside its tables, footers too."""
    data = word.render_docx(edition, word_template.TEMPLATE_DIR, {})
    document = docx.Document(io.BytesIO(data))
    footers = document.sections[0].footer, document.sections[0].even_page_footer
    told = [*document.paragraphs, *(p for each in footers for p in each.paragraphs)]
    return [paragraph.text for paragraph in told]


def cells(table) -> Iterator[str]:
    """Yield the cells of a table, and how many rows it has: sentences count them."""
    yield table["number"]
    yield str(len(table["rows"]))
    for row in [*table["rows"], *([table["total"]] if table["total"] else [])]:
        yield from row


def shares(table) -> Iterator[str]:
    """Yield each row's share of the amounts of a table; its cells are rounded."""
    if not table["total"]:
        return
    for column, whole in enumerate(table["total"]):
        for row in table["rows"]:
            if "." in whole and "." in row[column]:
                part, base = (
                    Decimal(cell.rstrip("%").replace(",", ""))
                    for cell in (row[column], whole)
                )
                share = 100 * part / base if base else Decimal()
                yield from (f"{share + off * CENT:.2f}%" for off in (-2, -1, 0, 1, 2))


def follows(facts, edition) -> Iterator[str]:
    """Yield what sentences say that is in no cell, one reason each."""
    shown = edition["tables"]
    # How often rules were run: the sums of the columns of their table.
    yield from map(numbers.count, tables.coverage_sums(facts))
    # Rules in force, and how many of them found nothing.
    yield str(len(facts.rules))
    yield str(len(facts.rules) - len(shown["by_rule"]["rows"]))
    # Checks, and how many found something; what the data gates flagged.
    failed = [row for row in facts.quality if row["failed_count"]]
    yield from map(str, (len(facts.quality), len(failed), len(facts.gates)))
    yield numbers.count(sum(row["hits"] for row in facts.gates))
    # From how few stays on means are marked.
    yield str(tables.SMALL_SAMPLE)
    # What was landed is told in the foreword alone.
    yield from (str(facts.batches[key]) for key in ("loaded", "refused"))
    yield from (numbers.count(facts.rows[key]) for key in ("loaded", "set_aside"))


def sources(facts, edition) -> list[str]:
    """Return all texts that a figure of the report may come from."""
    head = ("title", "period", "cut_off", "knowledge_release", "edition")
    found = [edition[key] for key in head] + list(follows(facts, edition))
    # Definitions are the same in every report.
    found += edition["definitions"]
    for table in edition["tables"].values():
        found += [*cells(table), *shares(table)]
    return found


def test_every_figure_in_the_text_has_a_source(facts, edition, paragraphs):
    known = sources(facts, edition)
    assert len(figures(*paragraphs)) > 50
    assert [text for text in paragraphs if unknown(text, known)] == []


def test_sentences_of_a_section_take_their_figures_from_its_table(facts, edition):
    for name, table in TABLE_OF.items():
        own = edition["tables"][table]
        known = [*cells(own), *shares(own), *follows(facts, edition)]
        # 不足50元: bands are called by their bounds.
        assert unknown(edition["texts"][name], known) == [], name


def test_the_summary_takes_its_figures_from_the_headlines(edition):
    known = [edition["title"], *cells(edition["tables"]["headline"])]
    for text in edition["overview"]:
        assert unknown(text, known) == []


def test_a_changed_figure_in_the_summary_is_found(edition):
    known = [edition["title"], *cells(edition["tables"]["headline"])]
    for text in edition["overview"]:
        for figure in figures(text.replace(",", "")):
            other = text.replace(",", "").replace(figure, changed(figure))
            assert unknown(other, known), figure


def test_a_changed_figure_in_the_word_file_is_found(facts, edition, paragraphs):
    known = sources(facts, edition)
    long = {
        figure
        for text in paragraphs
        # Of small ones there are many, of shares those that rounding allows.
        for figure in figures(text)
        if len(figure) > 5 and f"{figure}%" not in text
    }
    assert len(long) > 3
    assert [figure for figure in long if not unknown(changed(figure), known)] == []
