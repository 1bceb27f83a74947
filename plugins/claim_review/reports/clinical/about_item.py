"""What an item may be used for and why it was hit, as a table of words."""

import re
from collections.abc import Iterable
from datetime import date

from claim_review.reports.clinical.counting import by
from claim_review.reports.clinical.items import Item
from claim_review.reports.clinical.knowledge import Knowledge, Row
from claim_review.reports.document import Column, Document
from claim_review.rulebook.words import basis_words, plain, source_words

_GRADES = {"01": "甲类", "02": "乙类", "03": "丙类（目录外）"}
_COLUMNS = (Column("事项", 40, "left"), Column("内容", 116, "left"))
_NOTES = ("domain notes", "data notes")
_NO_ROW = "本规则不按项目逐条列明限制，见命中原因"
_NO_RESTRICTION = "知识库列入本项目，未另附限制条件，见命中原因"


def about_item(doc: Document, item: Item, known: Knowledge) -> None:
    """Add the table of one item: catalogue, restriction, source, validity, reason."""
    rows = [["项目编码", item.code]] if item.code else []
    for row in known.catalogue:
        if row["item_code"] == item.code:
            grade = _GRADES.get(row["chrgitm_lv"], "类别未登记")
            days = _validity(row["begndate"], row["enddate"])
            rows.append(["医保目录", f"{grade}，{days}"])
    rules = {rule["rule_id"]: rule for rule in known.rules}
    for rule_id, hits in by(item.hits, "rule_id").items():
        points = sorted({hit["kp_id"] for hit in hits if hit["kp_id"]})
        rows += _of_rule(rules[rule_id], points, known.restrictions)
    doc.table(f"{item.name}的适用范围和命中原因", _COLUMNS, rows)


def _of_rule(
    rule: Row, points: list[str], restrictions: dict[str, list[Row]]
) -> list[list[str]]:
    found = [row for point in points for row in restrictions.get(point, [])]
    name = rule["rule_id"]
    rows = [
        [f"{name} 规则", rule["rule_name"]],
        [f"{name} 适用范围", _restriction(found)],
        [f"{name} 命中原因", plain(rule["description"])],
        [f"{name} 规则依据", plain(rule["basis"])],
    ]
    if found:
        rows.append(
            [f"{name} 限制依据", _several(basis_words(r["basis"]) for r in found)]
        )
        if source := _several(_source(row) for row in found):
            rows.append([f"{name} 限制出处", source])
        days = (_validity(row["valid_from"], row["valid_to"]) for row in found)
        rows.append([f"{name} 有效期", _several(days)])
    return rows


def _restriction(found: list[Row]) -> str:
    if not found:
        return _NO_ROW
    return _several(row["words"] for row in found) or _NO_RESTRICTION


def _source(row: Row) -> str:
    """Return where the bureau can read it: our own notes are none of its sources."""
    parts = re.split("；", row["source"] or "")
    words = "；".join(part for part in parts if not part.startswith(_NOTES))
    if not row["published_at"]:
        return source_words(words)
    day = f"{_day(row['published_at'])}公布"
    return f"{source_words(words)}（{day}）" if words else day


def _several(texts: Iterable[str]) -> str:
    return "；".join(dict.fromkeys(text for text in texts if text))


def _validity(first: date | None, last: date | None) -> str:
    if first is None:
        return "未登记有效期"
    return f"{_day(first)}起" if last is None else f"{_day(first)}至{_day(last)}"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
