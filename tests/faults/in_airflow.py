"""A small quarter in a real Airflow, and the same quarter reviewed without it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from tests import pipeline
from tests.databases import copy, say
from tests.faults.halting import halt_while_making
from tests.faults.traces import traces
from tests.workspace import var_folder

from claim_review import migrations
from claim_review.local import direct, stack, supervisor
from claim_review.local.airflow import Airflow
from claim_review.local.api import AirflowApi
from claim_review.local.console import Console
from claim_review.local.postgres import Postgres
from claim_review.province.demo import write_province
from claim_review.quarters import Quarter
from claim_review.settings import settings

QUARTER = "2025Q1"
RULE = "p26_"
MOST_SECONDS = 400


@dataclass(frozen=True)
class Scene:
    """A quarter that lies ready to be loaded by Airflow, and what it should leave."""

    server: Postgres
    airflow: Airflow
    api: AirflowApi
    unharmed: dict

    @property
    def url(self) -> str:
        return self.server.url("warehouse")

    def pid(self, part: str) -> int:
        """Return the process that the supervisor started as this part of Airflow."""
        known = (self.airflow.var_dir / "local" / f"{part}.pid").read_text()
        return int(known.split(":")[0])

    def run_of(self, dag_id: str) -> dict | None:
        path = f"/api/v2/dags/{dag_id}/dagRuns"
        runs = self.api._get(path, order_by="-id", limit=1)["dag_runs"]
        return runs[0] if runs else None

    def ended(self) -> str:
        """Wait until the quarter has been reviewed; return how the run ended."""
        return until(self._review_state, lambda state: state in ("success", "failed"))

    def _review_state(self) -> str | None:
        # While the fault lasts there is nobody to answer.
        try:
            run = self.run_of("review_quarter")
        except (httpx.TransportError, RuntimeError):
            return None
        return run and run["state"]

    def tries(self) -> dict[str, int]:
        run = self.run_of("review_quarter")
        tasks = self.api.task_instances("review_quarter", run["dag_run_id"])
        return {task["task_id"]: task["try_number"] for task in tasks}


@contextmanager
def scene() -> Iterator[Scene]:
    """Yield a scene whose review will halt while it makes a rule."""
    with var_folder() as var_dir:
        server = Postgres(var_dir)
        server.start()
        migrations.upgrade(server.url("warehouse"))
        write_province(var_dir / "landing", var_dir / "truth", 7, 0.001, [QUARTER])
        pipeline.release_demo(server.url("warehouse"), var_dir / "lists")
        unharmed = reviewed_without_airflow(server, var_dir)
        halt_while_making(server._url("warehouse", "postgres"), RULE)
        airflow = Airflow(var_dir, var_dir / "landing", is_demo=True)
        try:
            since = stack.start_airflow(airflow, Console())
            api = stack.wait_for_airflow(airflow, since, Console())
            api.pause("report_quarter", True)
            yield Scene(server, airflow, api, unharmed)
        finally:
            supervisor.stop(var_dir)
            server.stop()


def reviewed_without_airflow(server: Postgres, var_dir: Path) -> dict:
    """Return what a review leaves that nothing hits, in a database of its own."""
    copy(server, "warehouse", "unharmed")
    url = server.url("unharmed")
    as_of = Quarter.parse(QUARTER).released_at(settings().release_lag_days)
    pipeline.land(url, var_dir / "landing", var_dir / "quality", QUARTER)
    direct.review(url, "unharmed", QUARTER, as_of, with_tests=False)
    found = traces(url)
    say(server, "drop database {} with (force)", "unharmed")
    return found


def until(read: Callable[[], Any], wanted: Callable[[Any], bool]) -> Any:
    """Return what `read` says once it is as wanted; fail after `MOST_SECONDS`."""
    last = time.monotonic() + MOST_SECONDS
    while not wanted(said := read()):
        assert time.monotonic() < last, said
        time.sleep(0.5)
    return said
