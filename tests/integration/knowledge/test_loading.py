"""An attachment is loaded whole as proposed, once, and only its standing changes."""

from datetime import date

import psycopg
import pytest
from tests import attachments as files
from tests.integration.knowledge.knowing import approve, fetch, load

from claim_review.knowledge.problems import KnowledgeRefusedError

DRUGS = {"甲药": ("女", [files.drug(1), files.drug(2)])}


def standings(url: str) -> dict[str, int]:
    rows = fetch(url, "select status, count(*) from knowledge.point group by status")
    return {row["status"]: row["count"] for row in rows}


def test_a_loaded_file_is_proposed_with_all_it_says(warehouse_url, tmp_path) -> None:
    path = files.sexes(tmp_path / "甲.xlsx", DRUGS, footnotes=[files.SEX_NOTE])

    loaded = load(warehouse_url, path)

    assert (loaded.is_new, loaded.points_by_list) == (True, {"sex_limited_drugs": 2})
    first, _ = fetch(warehouse_url, "select * from knowledge.point order by source_row")
    assert first["item_code"] == files.drug(1)
    assert first["facts"]["allowed_gend"] == "2"
    assert first["facts"]["exemptions"] == "sex_uncertain"
    assert first["source_sheet"] == files.CODES_SHEET
    assert (first["status"], first["valid_from"]) == ("proposed", date(2025, 1, 1))
    (source,) = fetch(warehouse_url, "select * from knowledge.source_file")
    assert (source["knowledge_points"], source["code_rows"]) == (1, 2)
    assert source["footnotes"] == [files.SEX_NOTE]
    assert (source["file_name"], source["loaded_by"]) == ("甲.xlsx", "张三")


def test_the_same_file_again_changes_nothing(warehouse_url, tmp_path) -> None:
    path = files.sexes(tmp_path / "甲.xlsx", DRUGS)
    first = load(warehouse_url, path)
    approve(warehouse_url, "甲.xlsx")
    renamed = path.rename(tmp_path / "乙.xlsx")

    again = load(warehouse_url, renamed)

    assert (again.source_id, again.is_new) == (first.source_id, False)
    assert standings(warehouse_url) == {"approved": 2}


def test_the_same_file_on_other_terms_is_refused(warehouse_url, tmp_path) -> None:
    path = files.sexes(tmp_path / "甲.xlsx", DRUGS)
    load(warehouse_url, path)

    with pytest.raises(KnowledgeRefusedError, match="on other terms"):
        load(warehouse_url, path, valid_from=date(2026, 1, 1))

    approve(warehouse_url, "甲.xlsx", "withdrawn")
    assert load(warehouse_url, path, valid_from=date(2026, 1, 1)).is_new
    assert standings(warehouse_url) == {"withdrawn": 2, "proposed": 2}


def test_a_file_with_a_problem_loads_nothing(warehouse_url, tmp_path) -> None:
    path = files.sexes(tmp_path / "甲.xlsx", {"甲药": ("女", [files.drug(1), "X"])})

    with pytest.raises(KnowledgeRefusedError):
        load(warehouse_url, path)

    assert fetch(warehouse_url, "select from knowledge.source_file") == []
    assert standings(warehouse_url) == {}


def test_a_decision_is_recorded_with_its_document(warehouse_url, tmp_path) -> None:
    load(warehouse_url, files.sexes(tmp_path / "甲.xlsx", DRUGS))

    assert approve(warehouse_url, "甲.xlsx") == 2
    assert approve(warehouse_url, "甲.xlsx") == 0

    (decision,) = fetch(warehouse_url, "select * from knowledge.decision")
    assert (decision["status"], decision["rows_changed"]) == ("approved", 2)
    assert (decision["decided_by"], decision["document"]) == ("李四", "会议纪要1号")
    approved = fetch(warehouse_url, "select distinct approved_by from knowledge.point")
    assert [row["approved_by"] for row in approved] == ["李四"]


def test_one_point_can_be_suspended_and_stays_so(warehouse_url, tmp_path) -> None:
    load(warehouse_url, files.sexes(tmp_path / "甲.xlsx", DRUGS))
    point = f"sex_limit-{files.drug(1)}"

    assert approve(warehouse_url, "甲.xlsx", "suspended", point=point) == 1
    approve(warehouse_url, "甲.xlsx")

    assert standings(warehouse_url) == {"suspended": 1, "approved": 1}
    with pytest.raises(KnowledgeRefusedError, match="has no knowledge point"):
        approve(warehouse_url, "甲.xlsx", "suspended", point="sex_limit-X")


def test_a_file_withdrawn_by_mistake_can_be_approved_again(
    warehouse_url, tmp_path
) -> None:
    load(warehouse_url, files.sexes(tmp_path / "甲.xlsx", DRUGS))
    approve(warehouse_url, "甲.xlsx")
    approve(warehouse_url, "甲.xlsx", "withdrawn")

    assert approve(warehouse_url, "甲.xlsx") == 2
    assert standings(warehouse_url) == {"approved": 2}


def test_a_file_is_found_by_name_hash_or_id_and_never_guessed(
    warehouse_url, tmp_path
) -> None:
    for folder, code in (("a", 1), ("b", 2)):
        (tmp_path / folder).mkdir()
        drugs = {"甲药": ("女", [files.drug(code)])}
        loaded = load(warehouse_url, files.sexes(tmp_path / folder / "甲.xlsx", drugs))
    (source,) = fetch(
        warehouse_url,
        "select sha256 from knowledge.source_file where source_id = %s",
        loaded.source_id,
    )

    with pytest.raises(KnowledgeRefusedError, match="several loaded files"):
        approve(warehouse_url, "甲.xlsx")
    with pytest.raises(KnowledgeRefusedError, match="no loaded file"):
        approve(warehouse_url, "丙.xlsx")
    assert approve(warehouse_url, source["sha256"][:8]) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "update knowledge.point set facts = '{}'",
        "update knowledge.point set valid_to = '2025-12-31'",
        "delete from knowledge.point",
        "update knowledge.source_file set title = ''",
        "truncate knowledge.source_file cascade",
    ],
)
def test_what_was_loaded_cannot_be_rewritten(
    warehouse_url, tmp_path, statement
) -> None:
    load(warehouse_url, files.sexes(tmp_path / "甲.xlsx", DRUGS))

    with (
        psycopg.connect(warehouse_url) as connection,
        pytest.raises(psycopg.errors.RestrictViolation),
    ):
        connection.execute(statement)
