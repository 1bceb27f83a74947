"""One builder at a time in a warehouse; a dead one is in nobody's way."""

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from claim_review.turns import take_turn


def take(url: str) -> int:
    """Take the turn and leave it again; return which backend had it."""
    with psycopg.connect(url, autocommit=True) as connection:
        take_turn(connection, "layer")
        return connection.info.backend_pid


@pytest.fixture
def first(warehouse_url):
    connection = psycopg.connect(warehouse_url, autocommit=True)
    take_turn(connection, "layer")
    yield connection
    connection.close()


def wait_until_somebody_waits(connection: psycopg.Connection) -> None:
    waiting = "select exists (select from pg_locks where not granted)"
    while not connection.execute(waiting).fetchone()[0]:
        pass


def test_a_second_builder_waits_until_the_first_has_left(warehouse_url, first, capfd):
    with ThreadPoolExecutor() as pool:
        second = pool.submit(take, warehouse_url)
        wait_until_somebody_waits(first)
        assert not second.done()
        first.close()
        assert second.result()
    assert "another layer is being built in this warehouse" in capfd.readouterr().out


def test_a_builder_that_died_is_in_nobodys_way(warehouse_url, first):
    with psycopg.connect(warehouse_url, autocommit=True) as other:
        dead = first.info.backend_pid
        other.execute("select pg_terminate_backend(%s)", [dead])
    assert take(warehouse_url) != dead


def test_a_whole_review_and_its_layers_are_turns_of_their_own(warehouse_url, first):
    with psycopg.connect(warehouse_url, autocommit=True) as other:
        other.execute("set lock_timeout = '2s'")
        take_turn(other, "review")
