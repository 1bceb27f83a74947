"""The written report of a month as a Word file."""

from datetime import datetime
from typing import Any

from docx.document import Document

from claim_review.reports.word_file import add_table, new_document, saved
from claim_review.reports.word_look import add_footers, add_styles, add_text


def report_docx(told: dict[str, Any], made_at: datetime) -> bytes:
    """Return the Word file of a report; its parts depend on the arguments alone."""
    document = new_document(told["title"], made_at)
    add_styles(document)
    add_text(document, told["title"], "Report Title")
    add_text(document, told["subtitle"], "Report Subtitle")
    if told["note"]:
        add_text(document, told["note"], "Report Body")
    _section(
        document, "一、本月工作", [told["work"]], "表1　本月各环节", told["work_table"]
    )
    _section(
        document,
        "二、处理进度",
        [told["funnel"]],
        "表2　各季度疑点",
        told["funnel_table"],
    )
    _section(
        document,
        "三、拒付与冲回",
        told["refusals"],
        "表3　各机构",
        told["refusals_table"],
    )
    _section(
        document, "四、在办与逾期", [told["open"]], "表4　在办疑点", told["open_table"]
    )
    add_text(document, "五、下月安排", "Heading 1")
    add_text(document, told["next"], "Report Body")
    annex = add_text(document, "附件　例外事项", "Heading 1")
    annex.paragraph_format.page_break_before = True
    add_text(document, told["exceptions"], "Report Body")
    if told["exceptions_table"][1]:
        add_table(document, *told["exceptions_table"])
    add_text(document, "编制人：\t审核人：", "Report Sign")
    add_text(document, "签发人：\t日　期：　　　年　　月　　日", "Report Sign")
    add_footers(document, f"{told['title']}{told['subtitle']}")
    return saved(document)


def _section(
    document: Document, heading: str, texts: list[str], caption: str, table: tuple
) -> None:
    add_text(document, heading, "Heading 1")
    for text in texts:
        add_text(document, text, "Report Body")
    if table[1]:
        add_text(document, caption, "Report Table Caption")
        add_table(document, *table)
