"""A small project as dbt's manifest tells it, with invented rules, and its lists."""

from datetime import date
from typing import Any

from claim_review.rulebook.book import Book, build_book
from claim_review.rulebook.lists import ReadList, Row, UnknownIdError
from claim_review.rulebook.project import read_project

STATE = "kb-0123456789ab"
DAY = date(2025, 6, 1)

LISTS: dict[str, list[Row]] = {
    "exemptions": [
        {"exemption_id": "emergency", "label": "急诊", "handled": "sql"},
        {"exemption_id": "leave", "label": "请假外出", "handled": "appeal"},
    ],
    "legal_basis": [
        {
            "basis_id": "R1",
            "title": "《示例条例》",
            "article": "第一条",
            "text": "不得重复收费",
            "valid_from": "2021-05-01",
            "valid_to": "",
            "source": "示例 †",
        },
    ],
    "appeal_evidence": [{"evidence_id": "order_sheet", "label": "医嘱单"}],
    "not_judged_reasons": [{"reason": "lines", "label": "无费用明细"}],
    "thresholds": [
        {
            "threshold_id": "days_max",
            "value": "15",
            "unit": "天",
            "meaning": "间隔上限",
            "basis": "R38(1)",
            "valid_from": "2025-01-01",
            "valid_to": "",
            "confirmed_by": "",
        },
    ],
    "drugs": [
        {
            "item_name": name,
            "basis": "CAT",
            "source": "domain notes §1",
            "valid_from": first,
            "valid_to": last,
        }
        for name, first, last in (
            ("药品甲", "2025-01-01", ""),
            ("药品乙", "2025-06-01", "2025-06-01"),
            ("药品丙", "2025-01-01", "2025-05-31"),
            ("药品丁", "2025-06-02", ""),
        )
    ],
}


def read_list(list_id: str) -> list[Row]:
    if list_id not in LISTS:
        raise UnknownIdError(f"no list {list_id}")
    return LISTS[list_id]


def read_lists(**changes: list[Row]) -> ReadList:
    """Return a reader of the lists with some of them replaced."""
    return lambda list_id: changes[list_id] if list_id in changes else LISTS[list_id]


def rule(name: str = "p01_example", **card: Any) -> dict[str, Any]:
    """Return a rule's node; keywords change its card."""
    meta = {
        "rule_name": "示例规则",
        "rule_class": "policy",
        "official_code": "GZ10000000000000",
        "official_seq": 27,
        "verdict": "hard",
        "status": "live",
        "basis": "示例条例第1条",
        "basis_ids": ["R1"],
        "effective_from": "2025-01-01",
        "scenes": ["住院", "门诊"],
        "levels": "all",
        "funds": ["统筹"],
        "look_back_days": 30,
        "needs": ["lines"],
        "lists": ["drugs"],
        "thresholds": ["days_max"],
        "amount": "该明细的基金支付",
        "amount_method": "line_share",
        "remedy": "按实际天数收费。",
        "exemptions": ["emergency", "leave"],
        "appeal_evidence": ["order_sheet"],
    }
    return {
        "name": name,
        "resource_type": "model",
        "tags": ["rule"],
        "description": "示例的问题\n说明。\n",
        "config": {"meta": {**meta, **card}},
    }


def example(
    name: str, text: str, *rows: dict[str, Any], of: str = "p01_example"
) -> dict[str, Any]:
    return {
        "name": name,
        "model": of,
        "description": text,
        "expect": {"rows": list(rows), "format": "dict"},
    }


def manifest(
    *rules: dict[str, Any], examples: tuple[dict[str, Any], ...] = ()
) -> dict[str, Any]:
    seed = {"resource_type": "seed", "tags": [], "description": "示例清单。A list."}
    fact = {"name": "int_lines", "resource_type": "model", "tags": []}
    nodes = [*rules, fact, *({**seed, "name": name} for name in LISTS)]
    return {
        "nodes": {str(i): node for i, node in enumerate(nodes)},
        "unit_tests": {one["name"]: one for one in examples},
    }


def book(
    *rules: dict[str, Any],
    examples: tuple[dict[str, Any], ...] = (),
    lists: ReadList = read_list,
) -> Book:
    """Return the book of the rules on DAY."""
    project = read_project(manifest(*(rules or (rule(),)), examples=examples))
    return build_book(project, lists, STATE, DAY)


def section(built: Book, title: str) -> tuple[tuple[str, ...], tuple[tuple, ...]]:
    """Return lines and rows of a section of the first rule; none if it is left out."""
    for one in built.chapters[0].pages[0].sections:
        if one.title == title:
            return one.lines, one.rows
    return (), ()
