"""Word, PDF, workbook and charts from one content."""

import hashlib
import io
import zipfile
from dataclasses import replace
from datetime import date

import docx
import pypdf
import pytest
from lxml import etree
from tests.unit.reports.quarterly import cases, samples

from claim_review.reports import charts, fonts, pdf, rendering, word, workbook
from claim_review.reports.document import sentences, tables
from claim_review.reports.editions import edition
from claim_review.reports.quarterly import content
from claim_review.reports.word_file import docx_sha256, head_lines
from claim_review.reports.word_xml import in_order

DAY = date(2025, 7, 8)
FONTS = fonts.find_fonts(None)
PARTIES = {"client": "示例局", "contractor": "示例公司"}


def edited(facts):
    return edition(content.build(facts, samples.INPUTS), 1, None, PARTIES)


@pytest.fixture(scope="module")
def report():
    return edited(samples.facts())


@pytest.fixture(scope="module")
def drawn(report, tmp_path_factory):
    return charts.draw_all(report, FONTS.chart, tmp_path_factory.mktemp("c"))


@pytest.fixture(scope="module")
def word_file(report, drawn):
    return word.report_docx(report, drawn, DAY)


@pytest.fixture(scope="module")
def pdf_file(report, drawn):
    return set_by_typst(report, drawn)


def set_by_typst(report, drawn, folder=rendering.TEMPLATE_DIR):
    return pdf.render_pdf(report, folder, drawn, FONTS, DAY, rendering.TEMPLATE)


def words_of(data: bytes) -> set[str]:
    document = docx.Document(io.BytesIO(data))
    cells = {
        cell.text
        for table in document.tables
        for row in table.rows
        for cell in row.cells
    }
    return {paragraph.text for paragraph in document.paragraphs} | cells


def test_charts_are_drawn_the_same_way_twice(report, drawn, tmp_path):
    again = charts.draw_all(report, FONTS.chart, tmp_path)
    for number, stem in drawn.items():
        for suffix in (".svg", ".png"):
            first = stem.with_suffix(suffix).read_bytes()
            assert first == again[number].with_suffix(suffix).read_bytes(), number


def test_every_chart_of_the_content_is_drawn(report, drawn):
    shown = [b["number"] for b in report["blocks"] if b["kind"] == "figure"]
    assert list(drawn) == shown
    assert len(shown) == len(set(shown)) > 5


def test_no_property_in_the_word_file_is_out_of_order(word_file):
    with zipfile.ZipFile(io.BytesIO(word_file)) as archive:
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


def test_every_cell_and_sentence_of_the_content_is_in_the_word_file(report, word_file):
    shown = words_of(word_file)
    for table in tables(report):
        for row in [*table["rows"], table["total"]]:
            assert set(row) <= shown, table["title"]
    assert set(sentences(report)) <= shown


def test_the_word_file_has_the_version_on_odd_and_even_pages(report, word_file):
    section = docx.Document(io.BytesIO(word_file)).sections[0]
    for footer in (section.footer, section.even_page_footer):
        assert footer.paragraphs[-1].text == report["footer"]


def test_word_files_differ_in_nothing_but_the_times_of_the_archive(
    report, drawn, word_file
):
    again = word.report_docx(report, drawn, DAY)
    assert docx_sha256(again) == docx_sha256(word_file)


def test_the_workbook_and_the_pdf_are_the_same_to_the_byte(report, drawn, pdf_file):
    again = set_by_typst(report, drawn)
    assert hashlib.sha256(again).digest() == hashlib.sha256(pdf_file).digest()
    books = [workbook.report_workbook(report, DAY) for _ in range(2)]
    assert books[0] == books[1]


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


def test_the_pdf_shows_the_figures_of_the_content(report, pdf_file):
    pages = pypdf.PdfReader(io.BytesIO(pdf_file)).pages
    text = "".join(page.extract_text() for page in pages)
    for row in tables(report)[0]["rows"]:
        assert row[1] in text, row


def test_a_quarter_without_hits_makes_all_files(tmp_path):
    written = rendering.write_report(
        edited(samples.without_hits()), tmp_path, FONTS, DAY
    )
    assert [file.suffix for file in written] == [".docx", ".pdf", ".xlsx"]
    assert not [text for text in words_of(written[0].read_bytes()) if "None" in text]


def test_a_character_that_no_font_has_is_named(drawn):
    hospital = cases.institution(3, fixmedins_name="示例བོད་医院")
    facts = replace(samples.facts(), institutions=[hospital])
    with pytest.raises(fonts.MissingGlyphsError, match=r"བ（U\+0F56）"):
        set_by_typst(edited(facts), drawn)


def test_a_family_that_typst_does_not_find_is_an_error(report, drawn, tmp_path):
    text = (rendering.TEMPLATE_DIR / rendering.TEMPLATE).read_text("utf-8")
    spoilt = text.replace("font: body-fonts", 'font: ("Nowhere Serif",)', 1)
    assert spoilt != text
    (tmp_path / rendering.TEMPLATE).write_text(spoilt, "utf-8")
    with pytest.raises(pdf.TypesettingError, match="nowhere serif"):
        set_by_typst(report, drawn, tmp_path)


def test_a_name_cannot_become_markup(report, drawn):
    evil = '#panic("x") </w:t> {{ title }} $a$'
    spoilt = {**report, "blocks": [{"kind": "text", "text": evil}]}
    set_by_typst(spoilt, {})
    assert evil in words_of(word.report_docx(spoilt, {}, DAY))


def test_fonts_of_the_installation_come_first(tmp_path):
    own = tmp_path / "body.otf"
    own.symlink_to(FONTS.heading[0])
    found = fonts.find_fonts(tmp_path)
    assert found.body == (own, FONTS.body[0])
    assert found.heading == FONTS.heading


def test_the_proprietary_font_in_the_package_is_never_used():
    assert not [file for file in FONTS.files if "SimHei" in file.name]


def test_a_head_too_wide_for_its_column_is_broken_before_its_unit_in_word():
    assert head_lines("涉及费用（万元）", 20) == ["涉及费用", "（万元）"]
    assert head_lines("涉及费用（万元）", 34) == ["涉及费用（万元）"]
    assert head_lines("其中异地就医", 12) == ["其中异地就医"]
