"""Every rule does what the examples on its card say (dbt unit tests)."""

import pytest

from claim_review import dbt


@pytest.fixture(scope="module")
def empty_models(make_database, tmp_path_factory):
    """Return a target folder for a warehouse where every model exists, without rows."""
    dbt.connect_by(make_database())
    target = tmp_path_factory.mktemp("dbt")
    dbt.invoke(["run", "--quiet"], target)
    return target


def test_every_example_on_every_card_holds(empty_models):
    results = dbt.invoke(["test", "--quiet", "-s", "test_type:unit"], empty_models)
    assert {str(result.status) for result in results} == {"pass"}
    rules = {result.node.unique_id.split(".")[2] for result in results}
    assert len([rule for rule in rules if rule[1:3].isdigit()]) == 128


def test_every_list_is_sound(empty_models):
    """A review does not ask this again: lists change by pull request."""
    lists = "path:../include/rules/knowledge,test_type:data"
    results = dbt.invoke(["test", "--quiet", "-s", lists], empty_models)
    assert len(results) > 100
    assert {str(result.status) for result in results} == {"pass"}


def test_a_failing_node_is_named_with_what_the_database_said(empty_models):
    message = r"1 dbt node\(s\) failed\nmodel\..*int_settlements.*out of range"
    with pytest.raises(dbt.DbtError, match=f"(?s){message}"):
        dbt.invoke(
            ["run", "--quiet", "-s", "int_settlements"],
            empty_models,
            {"quarter": "2025Q9"},
        )
