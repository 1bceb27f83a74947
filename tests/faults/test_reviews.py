"""Faults of a review: dbt killed, the server gone, two at once, cases half opened."""

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

import psycopg
import pytest
from tests import pipeline
from tests.databases import copy, say
from tests.faults.halting import (
    halt_before_insert,
    halt_while_making,
    halted,
    kill_halted,
    wait_until_passed,
)
from tests.faults.traces import traces
from tests.pipeline import QUARTER

from claim_review import dbt, review_runs
from claim_review.local import direct
from claim_review.local.postgres import Postgres
from claim_review.province.demo import write_province

pytestmark = pytest.mark.slow

AS_OF = datetime(2025, 4, 20, tzinfo=UTC)
# One of the rules that are built after some dozens of others.
RULE = "p26_"
LANDED, BUILT, HARMED = "fault_landed", "fault_built", "fault_harmed"


def review(url: str, run_id: str = "the-run") -> None:
    direct.review(url, run_id, QUARTER, AS_OF, with_tests=False)


def apart(work: Callable, *arguments) -> None:
    """Do the work in a process of its own, which leaves no connection behind."""
    with ProcessPoolExecutor(1, get_context("spawn")) as process:
        process.submit(work, *arguments).result()


def land(url: str, var_dir: Path) -> None:
    write_province(var_dir / "landing", var_dir / "truth", 7, 0.001, [QUARTER])
    pipeline.release_demo(url, var_dir / "lists")
    pipeline.land(url, var_dir / "landing", var_dir / "quality", QUARTER)


def begin(url: str) -> dict[str, str]:
    return review_runs.begin(url, "the-run", QUARTER, AS_OF, AS_OF)


def build(url: str) -> None:
    run = begin(url)
    for layer in dbt.LAYERS:
        dbt.build_layer(layer, run, url, with_tests=False)


def finish(url: str, run: dict[str, str]) -> None:
    review_runs.open_cases(url, run)
    review_runs.end(url, run, AS_OF)


RUN = {"quarter": QUARTER, "as_of": AS_OF.isoformat(), "run_id": "the-run"}


@pytest.fixture(scope="module")
def unharmed(server: Postgres, template_database, tmp_path_factory) -> Iterator[dict]:
    """What a review leaves that nothing hit; the databases it went through stay."""
    copy(server, template_database, HARMED)
    url = server.url(HARMED)
    apart(land, url, tmp_path_factory.mktemp("var"))
    copy(server, HARMED, LANDED)
    apart(build, url)
    copy(server, HARMED, BUILT)
    finish(url, RUN)
    found = traces(url)
    assert found["hits"][0][0] > 0 < found["opened"][0][0]
    say(server, "drop database {} with (force)", HARMED)
    yield found
    for name in (LANDED, BUILT):
        say(server, "drop database {} with (force)", name)


@pytest.fixture
def harm(server: Postgres, unharmed) -> Iterator[Callable[[str], str]]:
    """Return a function that makes a database to harm, as another is, always of one
    name, on which dbt's parse cache was made."""

    def make(of: str) -> str:
        copy(server, of, HARMED)
        return server.url(HARMED)

    yield make
    say(server, "drop database {} with (force)", HARMED)


def test_dbt_killed_in_the_middle_of_a_rule_is_made_good_by_the_next_review(
    server, harm, unharmed
):
    url = harm(LANDED)
    halt_while_making(server._url(HARMED, "postgres"), RULE)
    with halted(url, review, url) as process:
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        # Its statement would go on, and be in the way of the next review's.
        wait_until_passed(url)
    review(url)
    assert traces(url) == unharmed


def test_a_killed_opening_of_cases_opens_none_and_the_next_opens_each_once(
    harm, unharmed
):
    url = harm(BUILT)
    halt_before_insert(url, "review.event")
    kill_halted(url, review_runs.open_cases, url, RUN)
    assert traces(url)["opened"][0][0] == 0
    finish(url, RUN)
    assert review_runs.open_cases(url, RUN) == 0
    assert traces(url) == unharmed


def test_a_layer_that_is_tried_again_after_the_server_crashed_finds_what_it_builds_on(
    server, harm, unharmed
):
    url = harm(LANDED)
    halt_while_making(server._url(HARMED, "postgres"), RULE)
    run = begin(url)
    dbt.build_layer("facts", run, url, False)
    with suppress(psycopg.OperationalError), halted(url, layer_of, run, url) as process:
        crash(server)
        process.join()
        assert process.exitcode == LOST
    for layer in ("rules", "hits", "marts"):
        dbt.build_layer(layer, run, url, False)
    finish(url, run)
    assert traces(url) == unharmed


# How a process ends whose task Airflow would try again.
LOST = 75


def layer_of(run: dict[str, str], url: str) -> None:
    """Build the rules, as a task does; say by the exit code whether a retry helps."""
    try:
        dbt.build_layer("rules", run, url, False)
    except psycopg.OperationalError:
        raise SystemExit(LOST) from None


def crash(server: Postgres) -> None:
    """Stop the server as a power cut does, and start it again."""
    os.kill(server._pid(), signal.SIGQUIT)
    server._wait_until_gone()
    server.start()


def test_two_reviews_of_a_quarter_started_together_leave_what_one_leaves(
    harm, unharmed
):
    url = harm(LANDED)
    with ProcessPoolExecutor(2, get_context("spawn")) as processes:
        asked = [processes.submit(review, url, f"run-{n}") for n in range(2)]
        for one in asked:
            one.result()
    assert traces(url) == unharmed
