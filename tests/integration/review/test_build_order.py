"""A layer is built on the layers of its own review, or these are built again."""

import psycopg
import pytest

from claim_review import build_order

LAYERS = ["facts", "rules", "hits"]


@pytest.fixture
def connection(warehouse_url):
    with psycopg.connect(warehouse_url, autocommit=True) as connection:
        yield connection


def build(connection: psycopg.Connection, run_id: str, layer: str) -> list[str]:
    """Build as dbt.build_layer does; return what was built."""
    due = build_order.due(connection, run_id, layer, LAYERS)
    for name in due:
        build_order.stands(connection, run_id, name)
    return due


def test_a_layer_is_built_alone_where_those_before_it_stand(connection):
    assert [build(connection, "a", layer) for layer in LAYERS] == [
        ["facts"],
        ["rules"],
        ["hits"],
    ]


def test_a_layer_that_is_built_again_leaves_those_before_it_alone(connection):
    for layer in LAYERS:
        build(connection, "a", layer)
    assert build(connection, "a", "rules") == ["rules"]
    assert build(connection, "a", "hits") == ["hits"]


def test_a_layer_after_one_that_is_being_built_again_does_not_stand(connection):
    for layer in LAYERS:
        build(connection, "a", layer)
    build_order.due(connection, "a", "facts", LAYERS)
    assert build(connection, "a", "hits") == ["facts", "rules", "hits"]


def test_what_another_review_has_replaced_is_built_again(connection):
    build(connection, "a", "facts")
    build(connection, "b", "facts")
    assert build(connection, "a", "rules") == ["facts", "rules"]
    assert build(connection, "b", "rules") == ["facts", "rules"]


def test_what_is_built_apart_takes_nothing_away(connection, monkeypatch):
    build(connection, "a", "facts")
    monkeypatch.setenv("CLAIM_REVIEW_APART", "preview")
    assert build(connection, "b", "facts") == ["facts"]
    monkeypatch.delenv("CLAIM_REVIEW_APART")
    assert build(connection, "a", "rules") == ["rules"]


def test_what_stands_is_forgotten_with_the_rows_of_the_layers(connection):
    build(connection, "a", "facts")
    kind = "select relpersistence from pg_class where relname = 'layer_built'"
    assert connection.execute(kind).fetchone() == ("u",)
