"""Two releases are compared by list: what came, what went, what changed."""

import csv
from datetime import date

import psycopg
import pytest
from tests import attachments as files
from tests.integration.knowledge.knowing import (
    approve,
    load_approved,
    release,
    starter_list,
)

from claim_review.knowledge.diff import Diff, compare
from claim_review.knowledge.diff_pages import to_markdown, write_csv
from claim_review.knowledge.problems import KnowledgeRefusedError

OLD, NEW = "kb_2025Q2.v1", "kb_2025Q3.v1"


def compared(url: str, old: str = OLD, new: str = NEW) -> Diff:
    with psycopg.connect(url) as connection:
        return compare(connection, old, new)


@pytest.fixture
def changed(warehouse_url, tmp_path) -> str:
    """A warehouse with two releases: one cap gone, one new, one changed, one same."""
    lists = starter_list(tmp_path / "lists", "counties", "admdvs,county")
    one, two, three, four = (files.service(number) for number in range(1, 5))
    load_approved(
        warehouse_url,
        files.caps(
            tmp_path / "a.xlsx", [(one, 1, "日"), (two, 1, "日"), (four, 1, "日")]
        ),
    )
    release(warehouse_url, OLD, lists)
    approve(warehouse_url, "a.xlsx", "withdrawn", point=f"daily_cap-{one}")
    load_approved(
        warehouse_url,
        files.caps(tmp_path / "b.xlsx", [(two, 2, "日"), (three, 1, "日")]),
        published_at=date(2025, 8, 1),
    )
    release(warehouse_url, NEW, lists)
    return warehouse_url


def test_additions_deletions_and_changes_are_told_apart(changed) -> None:
    diff = compared(changed)

    found = [(change.kind, change.row["item_code"]) for change in diff.changes]
    assert found == [
        ("deleted", files.service(1)),
        ("changed", files.service(2)),
        ("added", files.service(3)),
    ]
    assert diff.changes[1].differences() == ["max_quantity 1 → 2"]
    assert diff.rows == {"daily_caps": (3, 3)}


def test_a_release_does_not_differ_from_itself(changed) -> None:
    assert compared(changed, NEW, NEW).changes == []


def test_the_way_back_turns_additions_into_deletions(changed) -> None:
    kinds = [change.kind for change in compared(changed, NEW, OLD).changes]

    assert kinds == ["added", "changed", "deleted"]


def test_the_page_is_in_chinese_with_counts_and_rows(changed) -> None:
    page = to_markdown(compared(changed))

    assert page.startswith(f"# 知识库变更：{OLD} → {NEW}\n")
    assert "| 单日数量上限 `daily_caps` | 3 | 3 | 1 | 1 | 1 |" in page
    assert "### 新增（1）" in page
    assert (
        f"| daily_cap-{files.service(2)} | {files.service(2)} | 项目0002 "
        "| 2025-01-01 至 今 | max_quantity 1 → 2 |"
    ) in page


def test_the_spreadsheet_has_one_line_per_change(changed, tmp_path) -> None:
    write_csv(compared(changed), tmp_path / "diff.csv")

    with (tmp_path / "diff.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [line["change"] for line in lines] == ["deleted", "changed", "added"]
    assert lines[1]["differences"] == "max_quantity 1 → 2"
    assert lines[2]["item_code"] == files.service(3)


def test_what_is_no_release_cannot_be_compared(changed) -> None:
    with pytest.raises(KnowledgeRefusedError, match="is no frozen release"):
        compared(changed, OLD, "kb_2024Q1.v1")
