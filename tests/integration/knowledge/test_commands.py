"""What a person types, from a file to a release, and what the screen says."""

import pytest
from tests import attachments as files
from tests.integration.knowledge.knowing import fetch
from tests.official import write_pairs_and_caps

from claim_review.__main__ import main
from claim_review.settings import settings

DRUGS = {"甲药": ("女", [files.drug(1), files.drug(2)])}
SIGNED = ("--by", "李四", "--document", "会议纪要1号")


@pytest.fixture
def run(warehouse_url, monkeypatch, capsys):
    """A function that runs `claim-review knowledge …`."""
    monkeypatch.setenv("CLAIM_REVIEW_WAREHOUSE_URL", warehouse_url)
    settings.cache_clear()

    def call(*arguments: object) -> tuple[int, str, str]:
        code = main(["knowledge", *map(str, arguments)])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    yield call
    settings.cache_clear()


def test_from_a_file_to_a_release(run, tmp_path) -> None:
    path = files.sexes(tmp_path / "甲.xlsx", DRUGS, footnotes=["说明：另议。"])

    code, out, _ = run("load", path, "--published-at", "2025-05-23", "--by", "张三")
    assert code == 0
    assert "1 knowledge points, 2 rows by code, 0 repeats" in out
    assert "valid    2025-01-01 to further notice, published 2025-05-23" in out
    assert "look at  规则对应知识点明细: footnote not understood: 说明：另议。" in out

    _, out, _ = run("load", path, "--published-at", "2025-05-23")
    assert "nothing changed" in out

    _, out, _ = run("release", "kb_2025Q2.v1", *SIGNED)
    assert "frozen" in out
    _, out, _ = run("approve", "--file", "甲.xlsx", *SIGNED)
    assert out == "甲.xlsx: 2 rows approved\n"
    run("release", "kb_2025Q3.v1", *SIGNED)

    _, out, _ = run(
        *("diff", "kb_2025Q2.v1", "kb_2025Q3.v1", "--out", tmp_path / "diff.csv")
    )
    assert "### 新增（2）" in out
    assert (tmp_path / "diff.csv").exists()
    _, out, _ = run("lists")
    assert "| sex_limited_drugs | 限性别药品 |" in out


def test_a_refusal_is_printed_with_its_cells_and_ends_in_one(run, tmp_path) -> None:
    path = files.sexes(tmp_path / "甲.xlsx", {"甲药": ("中", [files.drug(1)])})

    code, out, err = run("load", path, "--published-at", "2025-05-23")

    assert (code, out) == (1, "")
    assert err == (
        "甲.xlsx: 1 problem, nothing was changed\n"
        "  规则对应知识点明细!C5: '中' is none of 男、女、男性、女性\n"
    )


def test_a_file_that_has_no_date_needs_one(run, tmp_path) -> None:
    code, _, err = run("load", files.sexes(tmp_path / "甲.xlsx", DRUGS))

    assert code == 1
    assert "give --published-at" in err


def test_nine_hundred_pairs_and_sixty_seven_caps_reach_the_release(
    run, warehouse_url, tmp_path
) -> None:
    path = write_pairs_and_caps(tmp_path / "附件.xlsx")

    code, out, _ = run("load", path, "--published-at", "2025-12-12")
    assert code == 0
    assert "967 knowledge points, 967 rows by code, 0 repeats" in out
    assert "lists    900 contained_items, 67 daily_caps\n" in out
    run("approve", "--file", "附件.xlsx", *SIGNED)
    run("release", "kb_2025Q3.v1", *SIGNED)

    rows = fetch(
        warehouse_url,
        "select list_id, count(*) from knowledge.release_point "
        "where source like '附件.xlsx%%' group by list_id",
    )
    assert {row["list_id"]: row["count"] for row in rows} == {
        "contained_items": 900,
        "daily_caps": 67,
    }


def test_a_total_that_disagrees_loads_nothing(run, warehouse_url, tmp_path) -> None:
    path = write_pairs_and_caps(tmp_path / "附件.xlsx", totals=(899, 67))

    code, out, err = run("load", path, "--published-at", "2025-12-12")

    assert (code, out) == (1, "")
    assert err == (
        "附件.xlsx: 1 problem, nothing was changed\n"
        "  重复收费!B905: 合计 says 899, the sheet has 900 knowledge points\n"
    )
    assert fetch(warehouse_url, "select from knowledge.source_file") == []
