"""PostgreSQL stops at once in the middle of a review in Airflow, and comes back."""

import os
import signal
from contextlib import suppress

import psycopg
import pytest
from tests.faults.halting import gate_of, wait_for_halt
from tests.faults.in_airflow import MOST_SECONDS, QUARTER, scene
from tests.faults.traces import traces

pytestmark = pytest.mark.slow


def test_a_server_that_crashed_comes_back_and_the_review_ends_as_if_nothing_had_been():
    with scene() as it:
        # The gate goes with the server.
        with suppress(psycopg.OperationalError), gate_of(it.url) as gate:
            it.api.trigger("load_settlements", QUARTER, "test")
            wait_for_halt(gate, lambda: True, MOST_SECONDS)
            os.kill(it.server._pid(), signal.SIGQUIT)
            it.server._wait_until_gone()
        it.server.start()
        assert it.ended() == "success"
        assert it.tries()["build_rules"] > 1
        assert traces(it.url) == it.unharmed
