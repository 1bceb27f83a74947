"""What a person types, from a file to a release, and what the screen says."""

import pytest
from tests import attachments as files

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
