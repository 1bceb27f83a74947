"""Writes the Word template of the quarterly report in the look of GB/T 9704.

python -m claim_review.reports.word_template [folder]

The result is committed: the bureau may restyle it in Word, and the tests say when
it no longer shows what the report has.
"""

import argparse
from datetime import UTC, datetime
from pathlib import Path

import docx
from docx.document import Document
from docx.table import Table
from docx.text.paragraph import Paragraph

from claim_review.reports.layout import COLUMNS
from claim_review.reports.word_look import (
    add_footers,
    add_row,
    add_styles,
    new_table,
    put_in_order,
    set_page,
)
from claim_review.reports.word_xml import cell_rule, repeat_row
from claim_review.settings import REPO_DIR

TEMPLATE = "quarter.docx"
TEMPLATE_DIR = REPO_DIR / "include" / "reports" / "quarter"

# Tables longer than a page; the others move to the next page as a whole.
MAY_BREAK = ("by_rule", "coverage", "quality")


def build() -> Document:
    """Return the template with its Jinja marks."""
    document = docx.Document()
    _clear(document)
    set_page(document)
    add_styles(document)
    _opening(document)
    _results(document)
    _closing(document)
    add_footers(document, "{{ footer }}")
    put_in_order(document)
    return document


def _opening(document: Document) -> None:
    _text(document, "{%p for line in title_lines %}", "Report Title")
    _text(document, "{{ line }}", "Report Title")
    _text(document, "{%p endfor %}", "Report Title")
    _text(document, "（{{ period }}　{{ edition }}　送审稿）", "Report Subtitle")
    _paragraphs(document, "foreword")
    _text(document, "一、概要", "Heading 1")
    _paragraphs(document, "overview")
    _text(document, "{{ texts.headline }}")
    _table(document, "headline")


def _results(document: Document) -> None:
    _text(document, "二、审核结果分析", "Heading 1")
    _optional(document, "texts.verdict")
    _table(document, "by_verdict")
    _text(document, "（一）按机构类别和等级", "Heading 2")
    _text(document, "{{ texts.class }}")
    _table(document, "by_class")
    _text(document, "{{ texts.level }}")
    _table(document, "by_level")
    _text(document, "（二）按县市", "Heading 2")
    _text(document, "{{ texts.county }}")
    _table(document, "by_county")
    _figure(document, "county")
    _text(document, "（三）按规则", "Heading 2")
    _text(document, "{{ texts.rule }}")
    _table(document, "by_rule")
    _figure(document, "rule")
    _text(document, "{%p if texts.amount %}")
    _text(document, "（四）按单条疑点涉及基金", "Heading 2")
    _text(document, "{{ texts.amount }}")
    _text(document, "{%p endif %}")
    _table(document, "by_amount")


def _closing(document: Document) -> None:
    _text(document, "三、住院机构主要指标", "Heading 1")
    _text(document, "{{ texts.institutions }}")
    _table(document, "institutions")
    _text(document, "四、数据质量与筛查情况", "Heading 1")
    _text(document, "（一）数据质量", "Heading 2")
    _text(document, "{{ texts.quality }}")
    _table(document, "quality")
    _text(document, "（二）规则筛查", "Heading 2")
    _text(document, "{{ texts.coverage }}")
    _table(document, "coverage")
    _text(document, "{%p if texts.thresholds %}")
    _text(document, "（三）待确认的审核参数", "Heading 2")
    _text(document, "{{ texts.thresholds }}")
    _text(document, "{%p endif %}")
    _table(document, "thresholds")
    _text(document, "五、口径说明", "Heading 1")
    _paragraphs(document, "definitions")
    _text(document, "", "Report Sign")
    _text(document, "编制人：\t审核人：", "Report Sign")
    _text(document, "签发人：\t日　期：　　　年　　月　　日", "Report Sign")


def _text(document: Document, text: str, style: str = "Report Body") -> Paragraph:
    return document.add_paragraph(text, style=style)


def _paragraphs(document: Document, name: str) -> None:
    _text(document, f"{{%p for text in {name} %}}")
    _text(document, "{{ text }}")
    _text(document, "{%p endfor %}")


def _optional(document: Document, name: str) -> None:
    _text(document, f"{{%p if {name} %}}")
    _text(document, f"{{{{ {name} }}}}")
    _text(document, "{%p endif %}")


def _figure(document: Document, name: str) -> None:
    _text(document, f"{{%p if images.{name} %}}")
    _text(document, f"{{{{ images.{name} }}}}", "Report Figure")
    _text(document, f"{{{{ figures.{name}.caption }}}}", "Report Figure Caption")
    _text(document, "{%p endif %}")


def _table(document: Document, name: str) -> None:
    columns = COLUMNS[name]
    _text(document, f"{{%p if tables.{name}.rows %}}")
    _text(document, f"{{{{ tables.{name}.caption }}}}", "Report Table Caption")
    table = new_table(document, columns)
    cells = [f"{{{{ row[{i}] }}}}" for i in range(len(columns))]
    total = [f"{{{{ tables.{name}.total[{i}] }}}}" for i in range(len(columns))]
    add_row(table, columns, [column.head for column in columns], "Report Head", True)
    _mark(table, f"{{%tr for row in tables.{name}.rows %}}")
    add_row(table, columns, cells, "Report Cell", name not in MAY_BREAK)
    _mark(table, "{%tr endfor %}")
    _mark(table, f"{{%tr if tables.{name}.total %}}")
    add_row(table, columns, total, "Report Head", False)
    _mark(table, "{%tr endif %}")
    repeat_row(table.rows[0])
    for cell in table.rows[0].cells:
        cell_rule(cell, "bottom", 6)
    _text(document, "", "Report Gap")
    _text(document, "{%p endif %}")


def _mark(table: Table, text: str) -> None:
    cell = table.add_row().cells[0]
    cell.paragraphs[0].style = "Report Cell"
    cell.paragraphs[0].add_run(text)


def _clear(document: Document) -> None:
    properties = document.core_properties
    properties.author = properties.comments = ""
    properties.title = "{{ title }}"
    properties.created = properties.modified = datetime(2025, 1, 1, tzinfo=UTC)


def main() -> None:
    """Write the template into the folder given, by default where it is kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=TEMPLATE_DIR)
    folder = parser.parse_args().folder
    build().save(str(folder / TEMPLATE))


if __name__ == "__main__":
    main()
