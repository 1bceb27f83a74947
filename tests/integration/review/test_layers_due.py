"""A layer is built on whole layers of its own review, or these are built again."""

import psycopg
import pytest

from claim_review.touched import facts

LAYERS = ["facts", "rules", "hits", "marts"]


@pytest.fixture
def connection(warehouse_url):
    with psycopg.connect(warehouse_url, autocommit=True) as connection:
        facts.begin(connection, "2025Q1", "a")
        yield connection


def build(connection: psycopg.Connection, layer: str) -> list[str]:
    due = facts.due(connection, layer, LAYERS)
    for name in due:
        facts.stands(connection, name)
    return due


def test_a_layer_is_built_alone_where_those_before_it_stand(connection):
    assert [build(connection, layer) for layer in LAYERS] == [[name] for name in LAYERS]
    assert build(connection, "rules") == ["rules"]


def test_a_layer_that_broke_off_is_built_again_before_the_next(connection):
    build(connection, "facts")
    facts.due(connection, "facts", LAYERS)
    assert build(connection, "hits") == ["facts", "rules", "hits"]


def test_what_a_crash_emptied_is_nobodys(connection):
    build(connection, "facts")
    assert facts.are_of(connection, "a")
    assert not facts.are_of(connection, "b")
    connection.execute("truncate intermediate.facts_of")
    assert not facts.are_of(connection, "a")
