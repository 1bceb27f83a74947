"""Every rule does what the examples on its card say (dbt unit tests)."""

import pytest
from tests.pipeline import run_dbt

from claim_review import dbt
from claim_review.settings import REPO_DIR


@pytest.fixture(scope="module", autouse=True)
def _empty_models(make_database):
    """Examples need every model to exist; none has rows."""
    dbt.connect_by(make_database())
    run_dbt("run")


def test_every_example_on_every_card_holds():
    results = run_dbt("test", "-s", "test_type:unit")
    assert {str(result.status) for result in results} == {"pass"}
    rules = {result.node.unique_id.split(".")[2] for result in results}
    files = (REPO_DIR / "include" / "rules").glob("*/[a-z][0-9][0-9]_*.sql")
    assert {file.stem for file in files} <= rules


def test_every_list_is_sound():
    """A review does not ask this again: lists change by pull request."""
    lists = "path:../include/rules/knowledge,test_type:data"
    results = run_dbt("test", "-s", lists)
    assert len(results) > 100
    assert {str(result.status) for result in results} == {"pass"}


def test_a_failing_node_is_named_with_what_the_database_said(monkeypatch):
    monkeypatch.setenv("CLAIM_REVIEW_AS_OF", "never")
    message = r"1 dbt node\(s\) failed\nmodel\..*fct_rule_hits.*\"never\""
    with pytest.raises(dbt.DbtError, match=f"(?s){message}"):
        run_dbt("run", "-s", "fct_rule_hits")
