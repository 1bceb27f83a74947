"""事前提醒应用: what institutions were told before they charged, and what they did."""

from claim_review.reports.document import Document
from claim_review.reports.quarterly.facts import Facts


def write(doc: Document, facts: Facts) -> None:
    """Add the chapter; without delivered results it says that there is no record."""
    doc.chapter("事前提醒应用")
    if not facts.prereminder:
        doc.text("本季度数据批次未含事前提醒结果，系统内无事前提醒使用记录。")
