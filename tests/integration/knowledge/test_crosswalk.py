"""The crosswalk is loaded row by row or not at all, and gives a code one meaning."""

from pathlib import Path

import psycopg
import pytest
import xlsxwriter
from tests import attachments as files
from tests.integration.knowledge.knowing import (
    NOW,
    approve,
    fetch,
    release,
    starter_list,
)

from claim_review.knowledge.crosswalk import read_crosswalk
from claim_review.knowledge.crosswalk_loading import load_crosswalk
from claim_review.knowledge.problems import KnowledgeRefusedError

HEADER = "national_code,local_code,system,valid_from,valid_to"
ONE, TWO = files.service(1), files.service(2)


def written(
    folder: Path, *rows: str, name: str = "a.csv", header: str = HEADER
) -> Path:
    path = folder / name
    path.write_text("\n".join([header, *rows]) + "\n", "utf-8")
    return path


def load(url: str, path: Path) -> bool:
    with psycopg.connect(url) as connection:
        return load_crosswalk(connection, read_crosswalk(path), "张三", NOW)[1]


def problems(path: Path) -> list[str]:
    with pytest.raises(KnowledgeRefusedError) as refusal:
        read_crosswalk(path)
    return [str(problem) for problem in refusal.value.problems]


def test_rows_are_proposed_until_somebody_approves_them(
    warehouse_url, tmp_path
) -> None:
    path = written(tmp_path, f"{ONE},G-1,service,2025-01-01,")

    assert load(warehouse_url, path)
    assert not load(warehouse_url, path)
    (row,) = fetch(warehouse_url, "select * from knowledge.crosswalk")
    assert (row["local_code"], row["status"]) == ("G-1", "proposed")

    assert approve(warehouse_url, "a.csv") == 1
    (row,) = fetch(warehouse_url, "select * from knowledge.crosswalk")
    assert (row["status"], row["approved_by"]) == ("approved", "李四")


def test_a_workbook_with_chinese_headers_reads_the_same(tmp_path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx", {"default_date_format": "yyyy/m/d"})
    sheet = book.add_worksheet("对照")
    sheet.write_row(0, 0, ("甘肃省项目对照表",))
    sheet.write_row(1, 0, ("国家代码", "甘肃代码", "地方名称", "类别", "生效日期"))
    sheet.write_row(2, 0, (ONE, "G-1", "甲", "项目", "2025-01-01"))
    book.close()

    (mapping,) = read_crosswalk(tmp_path / "a.xlsx").mappings

    assert (mapping.system, mapping.national_code) == ("service", ONE)
    assert (mapping.local_code, mapping.local_name) == ("G-1", "甲")
    assert mapping.row == 3


def test_every_problem_is_named_by_its_cell(tmp_path) -> None:
    path = written(
        tmp_path,
        f"{ONE},,service,2025-01-01,",
        "12345,G-2,service,2025-01-01,",
        f"{ONE},G-3,surgery,2025-13-01,",
        f"{ONE},G-4,service,2025-06-01,2025-05-01",
        f"{ONE},G-5,service,2025-01-01,",
        f"{TWO},G-5,service,2025-06-01,",
    )

    assert problems(path) == [
        "a!B2: local_code is empty",
        "a!A3: '12345' is not a service code (15 digits)",
        "a!C4: 'surgery' is none of drug, 药品, slice, 饮片, service, 项目, material, "
        "耗材",
        "a!D4: '2025-13-01' is not a day such as 2025-01-01",
        "a!E5: '2025-05-01' is before valid_from (2025-06-01)",
        "a!7: G-5 gives another national code than row 6 on the same days",
    ]


def test_a_header_that_lacks_a_column_is_named(tmp_path) -> None:
    path = written(tmp_path, f"{ONE},2025-01-01", header="national_code,valid_from")

    assert problems(path) == [
        "a!1: the header lacks local_code (甘肃代码), system (类别)"
    ]


def test_a_second_meaning_from_another_file_is_refused(warehouse_url, tmp_path) -> None:
    load(warehouse_url, written(tmp_path, f"{ONE},G-1,service,2025-01-01,"))
    other = written(tmp_path, f"{TWO},G-1,service,2025-06-01,", name="b.csv")

    with pytest.raises(KnowledgeRefusedError, match="withdraw that file first"):
        load(warehouse_url, other)
    assert len(fetch(warehouse_url, "select from knowledge.crosswalk")) == 1

    approve(warehouse_url, "a.csv", "withdrawn")
    assert load(warehouse_url, other)


def test_a_release_keeps_the_crosswalk_as_it_stood(warehouse_url, tmp_path) -> None:
    lists = starter_list(tmp_path / "lists", "counties", "admdvs,county")
    load(
        warehouse_url,
        written(
            tmp_path,
            f"{ONE},G-1,service,2025-01-01,",
            f"{TWO},G-2,service,2025-01-01,2025-12-31",
        ),
    )
    release(warehouse_url, "kb_2025Q3.v1", lists)
    approve(warehouse_url, "a.csv")
    release(warehouse_url, "kb_2025Q3.v2", lists)

    rows = fetch(
        warehouse_url,
        "select release_id, local_code, valid_to::text, is_approved "
        "from knowledge.release_crosswalk order by release_id, local_code",
    )
    assert [tuple(row.values()) for row in rows] == [
        ("kb_2025Q3.v1", "G-1", None, False),
        ("kb_2025Q3.v1", "G-2", "2025-12-31", False),
        ("kb_2025Q3.v2", "G-1", None, True),
        ("kb_2025Q3.v2", "G-2", "2025-12-31", True),
    ]
