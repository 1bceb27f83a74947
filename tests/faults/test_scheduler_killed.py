"""The scheduler dies in the middle of a review, with all its tasks."""

import os
import signal

import pytest
from tests.faults.halting import gate_of, wait_for_halt
from tests.faults.in_airflow import MOST_SECONDS, QUARTER, scene, until
from tests.faults.traces import traces

from claim_review.local import processes

pytestmark = pytest.mark.slow


def test_a_killed_scheduler_comes_back_and_the_review_ends_as_if_nothing_had_been():
    with scene() as it:
        with gate_of(it.url) as gate:
            it.api.trigger("load_settlements", QUARTER, "test")
            wait_for_halt(gate, lambda: True, MOST_SECONDS)
            killed = it.pid("scheduler")
            os.kill(killed, signal.SIGKILL)
            until(lambda: it.pid("scheduler"), lambda pid: pid != killed)
            assert processes.session_members(killed) == []
        assert it.ended() == "success"
        assert it.tries()["build_rules"] == 2
        assert traces(it.url) == it.unharmed
