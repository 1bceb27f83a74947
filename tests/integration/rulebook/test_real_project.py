"""The book of the rules that the project has."""

from datetime import date

import docx
import pytest

from claim_review.knowledge_release import list_hashes, starter_release_id
from claim_review.rulebook.__main__ import publish
from claim_review.settings import REPO_DIR


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Return the three paths of the book of the real project."""
    var_dir = tmp_path_factory.mktemp("var")
    stale = var_dir / "rulebook" / "rules" / "Z-99.md"
    stale.parent.mkdir(parents=True)
    stale.write_text("a rule of yesterday", encoding="utf-8")
    return publish(var_dir, date(2026, 11, 22))


def rule_ids() -> set[str]:
    files = (REPO_DIR / "include" / "rules").glob("*/[a-z][0-9][0-9]_*.sql")
    return {f"{file.name[0].upper()}-{file.name[1:3]}" for file in files}


def test_every_rule_of_the_project_is_in_every_format(written):
    page, word, rules = written
    assert {file.stem for file in rules.iterdir()} == {"README", *rule_ids()}
    html = page.read_text("utf-8")
    headings = [
        paragraph.text.split("　")[0]
        for paragraph in docx.Document(str(word)).paragraphs
        if paragraph.style.name == "Heading 2"
    ]
    assert set(headings) == rule_ids()
    for rule_id in rule_ids():
        assert f'<article class="rule" id="{rule_id}">' in html


def test_a_rule_shows_its_examples_lists_and_law(written):
    page = (written[2] / "P-26.md").read_text("utf-8")
    for text in (
        "| 明确违规 | 入院当日收两次床位费，后一条命中。",
        "| 不命中 | 床位费 1 日、心电监测 24 小时均未超过上限。 |",
        "普通病房床位费",
        "《医疗保障基金使用监督管理条例》第三十八条第（三）项",
        "护理记录",
    ):
        assert text in page


def test_every_rule_shows_what_is_a_hit_and_what_is_none(written):
    for rule_id in rule_ids():
        page = (written[2] / f"{rule_id}.md").read_text("utf-8")
        assert "## 例子" in page, rule_id


def test_every_format_names_the_state_of_its_lists(written):
    page, word, rules = written
    state = starter_release_id(list_hashes())
    texts = [paragraph.text for paragraph in docx.Document(str(word)).paragraphs]
    assert any(state in text for text in texts)
    assert state in page.read_text("utf-8")
    assert state in (rules / "README.md").read_text("utf-8")
