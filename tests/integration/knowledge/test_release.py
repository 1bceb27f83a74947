"""A release holds what was approved, and never changes."""

import psycopg
import pytest
from tests import attachments as files
from tests.integration.knowledge.knowing import (
    FIRST,
    ITEM,
    approve,
    cap_file,
    fetch,
    load,
    load_approved,
    release,
    starter_caps,
)

from claim_review import knowledge_release
from claim_review.knowledge.problems import KnowledgeRefusedError
from claim_review.knowledge.starter import starter_rows


def test_a_release_holds_the_starter_lists_of_the_library(warehouse_url) -> None:
    lists_dir = knowledge_release.LISTS_DIR

    rows = release(warehouse_url, FIRST, lists_dir)

    assert len(rows) == len(starter_rows(lists_dir))
    (pair,) = [row for row in rows if row["kp_id"] == "contained-F27"]
    assert pair["item_code"] == "003205000020000"
    assert pair["facts"]["item_b"] == "003205000010000"
    assert pair["facts"]["bypass"] == "1"
    (record,) = fetch(
        warehouse_url,
        "select * from knowledge.release where release_id = %s",
        FIRST,
    )
    assert record["point_count"] == len(rows)
    assert record["lists"] == knowledge_release.list_hashes(lists_dir)


def test_only_approved_points_are_released(warehouse_url, tmp_path) -> None:
    lists = starter_caps(tmp_path)
    load(warehouse_url, cap_file(tmp_path / "a.xlsx", 1, files.service(1)))
    load_approved(warehouse_url, cap_file(tmp_path / "b.xlsx", 2, files.service(2)))
    load_approved(warehouse_url, cap_file(tmp_path / "c.xlsx", 3, files.service(3)))
    approve(warehouse_url, "c.xlsx", "suspended")

    rows = release(warehouse_url, FIRST, lists)

    assert [row["item_code"] for row in rows] == [files.service(2)]
    assert rows[0]["approved_by"] == "李四"
    assert rows[0]["source"] == f"b.xlsx {files.POINTS_SHEET}!5"


def test_a_release_is_named_once_and_by_the_book(warehouse_url, tmp_path) -> None:
    lists = starter_caps(tmp_path, (ITEM, 1, "2025-01-01", "", "national"))
    release(warehouse_url, FIRST, lists)

    with pytest.raises(KnowledgeRefusedError, match="is frozen already"):
        release(warehouse_url, FIRST, lists)
    with pytest.raises(KnowledgeRefusedError, match="no release id"):
        release(warehouse_url, "2025Q3", lists)
    assert len(release(warehouse_url, "kb_2025Q4.v1", lists)) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "update knowledge.release set document = ''",
        "delete from knowledge.release",
        "update knowledge.release_point set facts = '{}'",
        "delete from knowledge.release_point",
        "truncate knowledge.release_point",
        "insert into knowledge.release_point select * from knowledge.release_point",
        "delete from knowledge.release_crosswalk",
    ],
)
def test_a_release_cannot_be_changed(warehouse_url, tmp_path, statement) -> None:
    lists = starter_caps(tmp_path, (ITEM, 1, "2025-01-01", "", "national"))
    release(warehouse_url, FIRST, lists)

    with (
        psycopg.connect(warehouse_url) as connection,
        pytest.raises(
            (psycopg.errors.RestrictViolation, psycopg.errors.UniqueViolation)
        ),
    ):
        connection.execute(statement)


def test_no_row_joins_a_frozen_release_later(warehouse_url, tmp_path) -> None:
    lists = starter_caps(tmp_path, (ITEM, 1, "2025-01-01", "", "national"))
    release(warehouse_url, FIRST, lists)
    late = """
        insert into knowledge.release_point (
            release_id, list_id, kp_id, content_sha256, item_key, facts, scope, source
        )
        values (%s, 'daily_caps', 'late', '', '', '{}', 'national', 'nowhere')
    """

    with (
        psycopg.connect(warehouse_url) as connection,
        pytest.raises(psycopg.errors.RestrictViolation, match="frozen"),
    ):
        connection.execute(late, (FIRST,))
