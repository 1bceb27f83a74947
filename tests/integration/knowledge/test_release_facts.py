"""What an attachment does not say, the starter lists or the defaults say."""

from pathlib import Path

import pytest
from tests import attachments as files
from tests.integration.knowledge.knowing import (
    FIRST,
    days,
    load_approved,
    release,
    starter_caps,
    starter_list,
)

from claim_review.knowledge.problems import KnowledgeRefusedError

COURSE = "使用药品的日期总计超过限制天数"
COURSES = (
    "kp_id,med_list_codg,hilist_name,item_name,max_days,counting,course_scope,basis,"
    "source,valid_from,valid_to,scope"
)


def course_file(path: Path, logic: str = COURSE) -> Path:
    return files.write(
        path,
        (*files.DRUG, files.COUNT),
        [(1, "甲药", logic, "支付不超过14天", 1)],
        [(1, "甲药", files.patent(1))],
        title=("药品限支付疗程", "", ""),
    )


def test_what_an_attachment_does_not_say_the_library_still_says(
    warehouse_url, tmp_path
) -> None:
    one, two = files.service(1), files.service(2)
    lists = starter_list(
        tmp_path / "lists",
        "contained_items",
        "kp_id,item_a,item_a_name,item_b,item_b_name,pair_window,bypass,basis,source,"
        "valid_from,valid_to,scope",
        f"contained-F1,{one},甲,{two},乙,same_encounter,0,依据,出处,2025-01-01,,national",
    )
    load_approved(warehouse_url, files.pairs(tmp_path / "a.xlsx", [("单日", one, two)]))

    rows = release(warehouse_url, FIRST, lists)

    assert days(rows, "kp_id", "pair_window", "bypass") == [
        (f"contained-{one}-{two}", "same_day", "0", "2025-01-01", "")
    ]


def test_what_nobody_says_is_the_default_of_the_list(warehouse_url, tmp_path) -> None:
    pair = ("单日", files.service(1), files.service(2))
    load_approved(warehouse_url, files.pairs(tmp_path / "a.xlsx", [pair]))

    (row,) = release(warehouse_url, FIRST, starter_caps(tmp_path))

    assert row["facts"]["bypass"] == "1"
    assert row["facts"]["rationale"] == "含乙"


def test_what_the_library_says_of_a_name_holds_for_its_codes(
    warehouse_url, tmp_path
) -> None:
    lists = starter_list(
        tmp_path / "lists",
        "course_limited_drugs",
        COURSES,
        "c-甲药,,甲药,甲药,7,span,year,依据,出处,2025-01-01,,national",
    )
    load_approved(warehouse_url, course_file(tmp_path / "a.xlsx"))

    (row,) = release(warehouse_url, FIRST, lists)

    assert row["facts"] == {
        "med_list_codg": files.patent(1),
        "detection_logic": COURSE,
        "max_days": "14",
        "counting": "distinct_days",
        "course_scope": "year",
    }


def test_a_point_without_what_its_list_needs_is_refused(
    warehouse_url, tmp_path
) -> None:
    path = course_file(tmp_path / "a.xlsx", "连续使用")
    load_approved(warehouse_url, path)

    with pytest.raises(KnowledgeRefusedError) as refusal:
        release(warehouse_url, FIRST, starter_caps(tmp_path))
    assert [str(problem) for problem in refusal.value.problems] == [
        f"course_limited_drugs, course_limit-{files.patent(1)}, counting: is empty "
        f"(a.xlsx {files.CODES_SHEET}!2; suspend it, or say it in a starter row)"
    ]


def test_a_clause_that_the_library_says_in_diagnoses_goes_before_its_words(
    warehouse_url, tmp_path
) -> None:
    columns = (
        "kp_id,med_list_codg,hilist_name,item_name,clause_no,set_id,machine_checkable,"
        "clause_text,basis,source,valid_from,valid_to,scope"
    )
    lists = starter_list(
        tmp_path / "lists",
        "indication_limited_drugs",
        columns,
        "i-1,,甲药,甲药,1,set_a,1,限甲病,依据,出处,2025-01-01,2025-12-31,national",
        "i-2,,甲药,甲药,2,set_b,1,限乙病,依据,出处,2025-01-01,2025-12-31,national",
    )
    logic = "使用药品的疾病诊断不符合限定支付适应症"
    path = files.write(
        tmp_path / "a.xlsx",
        (*files.DRUG, files.COUNT),
        [(1, "甲药", logic, "限甲病或乙病", 1)],
        [(1, "甲药", files.patent(1))],
    )
    load_approved(warehouse_url, path)

    rows = release(warehouse_url, FIRST, lists)

    assert sorted(days(rows, "kp_id", "set_id")) == [
        ("i-1", "set_a", "2025-01-01", "2025-12-31"),
        ("i-2", "set_b", "2025-01-01", "2025-12-31"),
        (f"indication-{files.patent(1)}", None, "2026-01-01", ""),
    ]
