"""Runs a quarter through the three DAGs and tells how far it is."""

import time
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from claim_review.local.airflow import Airflow
from claim_review.local.api import AirflowApi
from claim_review.local.console import Console
from claim_review.local.postgres import Postgres
from claim_review.local.task_log import last_lines, log_file

CHAIN = ("load_settlements", "review_quarter", "report_quarter")

_DONE = {"success", "failed"}
_FOLLOW_SECONDS = 90
_LOG_LINES = 30
_QUIET_SECONDS = 5


class QuarterFailedError(RuntimeError):
    """A DAG run of the quarter failed; the message says which task and why."""


def run_quarter(
    api: AirflowApi, quarter: str, airflow: Airflow, console: Console
) -> None:
    """Load, review and report one quarter; raise QuarterFailedError when a task fails.

    Only the first DAG is started; the others follow by their assets.
    """
    since = datetime.now(UTC)
    api.trigger(CHAIN[0], quarter, "make run")
    for dag_id in CHAIN:
        run = _wait_for_run(api, dag_id, quarter, since)
        follow(api, run, airflow, console)


def load_all(
    api: AirflowApi, quarters: list[str], airflow: Airflow, console: Console
) -> None:
    """Load several quarters before the first is reviewed.

    A review stands on all batches, as a reversal may come with any of them; a
    review that began between two loads would have to be done again.
    """
    api.pause(CHAIN[1], True)
    try:
        for quarter in quarters:
            run = api.trigger(CHAIN[0], quarter, "make run")
            follow(api, run, airflow, console)
    finally:
        api.pause(CHAIN[1], False)


class RunLines:
    """Prints a line whenever a task starts or ends, and how far a long one is."""

    def __init__(
        self,
        console: Console,
        warehouse: psycopg.Connection,
        run_id: str,
        log_dir: Path,
    ) -> None:
        self.console, self.warehouse = console, warehouse
        self.run_id, self.log_dir = run_id, log_dir
        self.seen: dict[str, str] = {}
        self.models = 0
        self.quiet_since = time.monotonic()

    def tell(self, tasks: list[dict]) -> None:
        """Print what changed since the last call."""
        for task in tasks:
            attempt = f"{task['state']} {task['try_number']}"
            if self.seen.get(task["id"]) == attempt:
                continue
            self.seen[task["id"]] = attempt
            if text := _task_line(task):
                self._say(text)
            if task["state"] == "up_for_retry":
                self._say("    " + last_lines(log_file(self.log_dir, task), 1)[-1])
        if time.monotonic() - self.quiet_since > _QUIET_SECONDS:
            self._tell_models()

    def _tell_models(self) -> None:
        """Print how many dbt nodes are done: of them the long tasks consist."""
        count, last = self.warehouse.execute(_MODELS, [self.run_id]).fetchone()
        if count > self.models:
            self._say(f"      {count} models, lists and tests done, last {last}")
        self.models = count

    def _say(self, text: str) -> None:
        self.console.say(f"  {text}")
        self.quiet_since = time.monotonic()


_MODELS = """
select count(*), (array_agg(split_part(node_id, '.', 3) order by finished_at desc))[1]
from review.run_node
where run_id = %s
"""


_MARKS = {"failed": "✗", "up_for_retry": "↻", "skipped": "·"}


def _task_line(task: dict) -> str | None:
    """Return what to print of a task's new state, None for states of waiting."""
    name, state = task["task_id"], task["state"]
    if task["map_index"] >= 0:
        name += f"[{task['map_index']}]"
    if state == "running":
        return f"… {name}"
    if state == "success":
        return f"✓ {name}  {task['duration'] or 0:.1f} s"
    if state in _MARKS:
        return f"{_MARKS[state]} {name}  {state.replace('_', ' ')}"
    return None


def follow(api: AirflowApi, run: dict, airflow: Airflow, console: Console) -> None:
    """Tell the tasks' progress until the run has ended; raise when it failed."""
    dag_id, run_id = run["dag_id"], run["dag_run_id"]
    console.say(f"{_about(run)} {dag_id}")
    url = Postgres(airflow.var_dir).url("warehouse")
    with psycopg.connect(url, autocommit=True) as warehouse:
        lines, state = RunLines(console, warehouse, run_id, airflow.log_dir), ""
        while state not in _DONE:
            time.sleep(0.8)
            state = api.run(dag_id, run_id)["state"]
            lines.tell(api.task_instances(dag_id, run_id))
    if state == "failed":
        raise QuarterFailedError(_failure(api, run, airflow.log_dir))


def _about(run: dict) -> str:
    """Return the quarter or the moment that a run is about."""
    return run["partition_key"] or run["logical_date"]


def _wait_for_run(api: AirflowApi, dag_id: str, quarter: str, since: datetime) -> dict:
    until = time.monotonic() + _FOLLOW_SECONDS
    while time.monotonic() < until:
        if run := api.newest_run(dag_id, quarter, since):
            return run
        time.sleep(0.5)
    raise QuarterFailedError(
        f"{dag_id} did not start for {quarter} within {_FOLLOW_SECONDS} s "
        "although the DAG before it has ended; is it paused?"
    )


def _failure(api: AirflowApi, run: dict, log_dir: Path) -> str:
    """Return which tasks failed, where their logs are and how these end."""
    told = [f"{_about(run)} {run['dag_id']}"]
    for task in api.task_instances(run["dag_id"], run["dag_run_id"]):
        if task["state"] == "failed":
            file = log_file(log_dir, task)
            told.append(f"task {task['task_id']}, log {file}")
            told += [f"  {line}" for line in last_lines(file, _LOG_LINES)]
    return "\n".join(told)
