"""Word, PDF and charts from one context."""

import hashlib
import io
import zipfile
from dataclasses import replace
from datetime import date

import docx
import pypdf
import pytest
from jinja2 import UndefinedError
from lxml import etree
from tests.unit.reports import samples

from claim_review.reports import charts, context, fonts, pdf, word, word_template
from claim_review.reports.layout import COLUMNS
from claim_review.reports.word_file import docx_sha256
from claim_review.reports.word_xml import in_order

DAY = date(2025, 4, 20)
FONTS = fonts.find_fonts(None)


@pytest.fixture(scope="module")
def edition():
    return context.with_version(context.build_context(samples.facts()), 1)


@pytest.fixture(scope="module")
def drawn(edition, tmp_path_factory):
    return charts.draw(edition["figures"], FONTS.chart, tmp_path_factory.mktemp("c"))


@pytest.fixture(scope="module")
def word_file(edition, drawn):
    return word.render_docx(edition, word_template.TEMPLATE_DIR, drawn)


@pytest.fixture(scope="module")
def pdf_file(edition, drawn):
    return pdf.render_pdf(edition, word_template.TEMPLATE_DIR, drawn, FONTS, DAY)


def words_of(data: bytes) -> list[str]:
    document = docx.Document(io.BytesIO(data))
    cells = [
        cell.text
        for table in document.tables
        for row in table.rows
        for cell in row.cells
    ]
    return [paragraph.text for paragraph in document.paragraphs] + cells


def test_charts_are_drawn_the_same_way_twice(edition, drawn, tmp_path):
    again = charts.draw(edition["figures"], FONTS.chart, tmp_path)
    for name, stem in drawn.items():
        for suffix in (".svg", ".png"):
            first = stem.with_suffix(suffix).read_bytes()
            assert first == again[name].with_suffix(suffix).read_bytes(), name


def test_nothing_is_drawn_for_a_quarter_without_hits(tmp_path):
    built = context.build_context(samples.without_hits())
    assert charts.draw(built["figures"], FONTS.chart, tmp_path) == {}


def test_the_committed_template_is_what_the_script_writes():
    buffer = io.BytesIO()
    word_template.build().save(buffer)
    kept = (word_template.TEMPLATE_DIR / word_template.TEMPLATE).read_bytes()
    assert docx_sha256(buffer.getvalue()) == docx_sha256(kept)


def test_no_property_in_the_template_or_the_report_is_out_of_order(word_file):
    kept = (word_template.TEMPLATE_DIR / word_template.TEMPLATE).read_bytes()
    for data in (kept, word_file):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                if name.startswith("word/") and name.endswith(".xml"):
                    assert in_order(etree.fromstring(archive.read(name))) == 0, name


def test_properties_out_of_order_are_found_and_mended():
    document = docx.Document()
    properties = document.add_paragraph("x", style="Heading 1")._p.pPr
    namespace = properties.nsmap["w"]
    properties.insert(0, etree.SubElement(properties, f"{{{namespace}}}jc"))
    assert in_order(document.element) == 1
    assert in_order(document.element) == 0


def test_word_and_context_have_the_same_table_heads(edition, word_file):
    tables = docx.Document(io.BytesIO(word_file)).tables
    heads = [[cell.text for cell in table.rows[0].cells] for table in tables]
    assert heads == [[column.head for column in cs] for cs in COLUMNS.values()]


def test_every_table_cell_of_the_context_is_in_the_word_file(edition, word_file):
    shown = words_of(word_file)
    for name, table in edition["tables"].items():
        for row in [*table["rows"], table["total"]]:
            assert set(row) <= set(shown), name


def test_every_sentence_of_the_context_is_in_the_word_file(edition, word_file):
    shown = words_of(word_file)
    for text in (
        *edition["foreword"],
        *edition["overview"],
        *edition["texts"].values(),
        *edition["definitions"],
    ):
        assert text in shown


def test_the_word_file_has_the_version_on_odd_and_even_pages(edition, word_file):
    section = docx.Document(io.BytesIO(word_file)).sections[0]
    for footer in (section.footer, section.even_page_footer):
        assert footer.paragraphs[-1].text == edition["footer"]


def test_word_files_differ_in_nothing_but_the_times_of_the_archive(
    edition, drawn, word_file
):
    again = word.render_docx(edition, word_template.TEMPLATE_DIR, drawn)
    assert docx_sha256(again) == docx_sha256(word_file)


def test_a_quarter_without_hits_makes_a_word_file_without_empty_tables():
    built = context.with_version(context.build_context(samples.without_hits()), 1)
    data = word.render_docx(built, word_template.TEMPLATE_DIR, {})
    assert len(docx.Document(io.BytesIO(data)).tables) == 5
    assert not [text for text in words_of(data) if "{" in text or "None" in text]


def test_a_name_that_the_context_lacks_is_an_error(edition, drawn):
    short = {key: value for key, value in edition.items() if key != "period"}
    with pytest.raises(UndefinedError, match="period"):
        word.render_docx(short, word_template.TEMPLATE_DIR, drawn)


def test_the_pdf_is_the_same_to_the_byte(edition, drawn, pdf_file):
    again = pdf.render_pdf(edition, word_template.TEMPLATE_DIR, drawn, FONTS, DAY)
    assert hashlib.sha256(again).digest() == hashlib.sha256(pdf_file).digest()


def test_the_pdf_embeds_its_fonts_and_only_those_allowed(pdf_file):
    found = set()
    for page in pypdf.PdfReader(io.BytesIO(pdf_file)).pages:
        for font in page["/Resources"]["/Font"].values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = descendant["/FontDescriptor"].get_object()
            assert "/FontFile3" in descriptor
            found.add(str(font.get_object()["/BaseFont"]).partition("+")[2])
    assert {name.partition("-Identity")[0] for name in found} == {
        "NotoSerifCJKsc-Regular",
        "NotoSansCJKsc-Bold",
    }


def test_the_pdf_shows_the_figures_of_the_context(edition, pdf_file):
    pages = pypdf.PdfReader(io.BytesIO(pdf_file)).pages
    text = "".join(page.extract_text() for page in pages)
    for row in edition["tables"]["headline"]["rows"]:
        assert row[1] in text, row


def test_a_character_that_no_font_has_is_named():
    facts = samples.facts()
    hospital = samples.institution(1, fixmedins_name="示例བོད་医院")
    built = context.build_context(replace(facts, institutions=[hospital]))
    with pytest.raises(fonts.MissingGlyphsError, match=r"བ（U\+0F56）"):
        pdf.render_pdf(
            context.with_version(built, 1),
            word_template.TEMPLATE_DIR,
            {},
            FONTS,
            DAY,
        )


def test_a_family_that_typst_does_not_find_is_an_error(edition, tmp_path):
    text = (word_template.TEMPLATE_DIR / pdf.TEMPLATE).read_text("utf-8")
    spoilt = text.replace("font: body-fonts", 'font: ("Nowhere Serif",)', 1)
    (tmp_path / pdf.TEMPLATE).write_text(spoilt, "utf-8")
    with pytest.raises(pdf.TypesettingError, match="nowhere serif"):
        pdf.render_pdf(edition, tmp_path, {}, FONTS, DAY)


def test_a_name_cannot_become_markup(edition, drawn):
    evil = '#panic("x") </w:t> {{ title }} $a$'
    spoilt = {**edition, "foreword": [evil]}
    pdf.render_pdf(spoilt, word_template.TEMPLATE_DIR, drawn, FONTS, DAY)
    data = word.render_docx(spoilt, word_template.TEMPLATE_DIR, drawn)
    assert evil in words_of(data)


def test_fonts_of_the_installation_come_first(tmp_path):
    own = tmp_path / "body.otf"
    own.symlink_to(FONTS.heading[0])
    found = fonts.find_fonts(tmp_path)
    assert found.body == (own, FONTS.body[0])
    assert found.heading == FONTS.heading


def test_the_proprietary_font_in_the_package_is_never_used():
    assert not [file for file in FONTS.files if "SimHei" in file.name]
