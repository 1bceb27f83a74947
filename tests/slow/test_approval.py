"""A report waits in Airflow for a person, and leaves when that person agrees."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import psycopg
import pytest
from tests.integration.statements.conftest import MARTS
from tests.integration.statements.months import AFTER
from tests.workspace import var_folder

from claim_review import migrations
from claim_review.local import stack, supervisor
from claim_review.local.airflow import Airflow
from claim_review.local.api import AirflowApi
from claim_review.local.console import Console
from claim_review.local.postgres import Postgres
from claim_review.local.watch import follow
from claim_review.reports.approval import APPROVE, SEND_BACK
from claim_review.review import reference

pytestmark = pytest.mark.slow

DAG = "report_month"
MOST_SECONDS = 240


@pytest.fixture(scope="module")
def airflow() -> Iterator[Airflow]:
    with var_folder() as var_dir, pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLAIM_REVIEW_REPORTS_NEED_APPROVAL", "true")
        server = Postgres(var_dir)
        server.start()
        migrations.upgrade(server.url("warehouse"))
        with psycopg.connect(server.url("warehouse")) as connection:
            reference.publish(connection, AFTER["2025-07"])
            connection.execute(MARTS)
        try:
            yield Airflow(var_dir, var_dir / "landing", is_demo=True)
        finally:
            supervisor.stop(var_dir)
            server.stop()


@pytest.fixture(scope="module")
def api(airflow) -> AirflowApi:
    since = stack.start_airflow(airflow, Console())
    api = stack.wait_for_airflow(airflow, since, Console())
    api.wait_for_dags([DAG], MOST_SECONDS)
    return api


def until(read: Callable[[], Any], wanted: Callable[[Any], bool]) -> Any:
    """Return what `read` says once it is as wanted; fail after four minutes."""
    last = time.monotonic() + MOST_SECONDS
    while not wanted(said := read()):
        assert time.monotonic() < last, said
        time.sleep(0.5)
    return said


def states(api: AirflowApi, run: dict) -> dict[str, str]:
    tasks = api.task_instances(DAG, run["dag_run_id"])
    return {task["task_id"]: task["state"] for task in tasks}


def end_with(api: AirflowApi, run: dict, option: str) -> None:
    """Answer at once, while the process that asked may still be ending."""
    path = f"/api/v2/dags/{DAG}/dagRuns/{run['dag_run_id']}/taskInstances/approve/-1"
    said = {"chosen_options": [option], "params_input": {"remark": "看过了"}}
    api._send("PATCH", f"{path}/hitlDetails", json=said)
    ended = until(
        lambda: api.run(DAG, run["dag_run_id"])["state"],
        lambda state: state in ("success", "failed"),
    )
    assert ended == "success"
    tasks = api.task_instances(DAG, run["dag_run_id"])
    assert [t["try_number"] for t in tasks if t["task_id"] == "approve"] == [1]


def rows(airflow: Airflow, query: str) -> list[tuple]:
    with psycopg.connect(Postgres(airflow.var_dir).url("warehouse")) as connection:
        return connection.execute(query).fetchall()


def waits(api: AirflowApi, day: datetime) -> dict:
    run = api.trigger_day(DAG, day, "test")
    until(lambda: states(api, run), lambda s: s.get("approve") == "awaiting_input")
    return run


def test_the_report_waits_leaves_when_agreed_and_is_not_asked_again(airflow, api):
    run = waits(api, AFTER["2025-07"])
    assert rows(airflow, "select * from notify.outbox") == []
    end_with(api, run, APPROVE)
    assert rows(airflow, "select status from notify.outbox") == [("sent",)]
    decided = "select is_approved, decided_by, remark from notify.publication_decision"
    assert rows(airflow, decided) == [(True, "admin", "看过了")]
    (mail,) = (airflow.var_dir / "mail").glob("*.eml")
    again = api.trigger_day(DAG, AFTER["2025-07"].replace(minute=5), "test")
    follow(api, again, airflow, Console())
    assert states(api, again)["approve"] == "skipped"
    assert list((airflow.var_dir / "mail").glob("*.eml")) == [mail]


def test_a_report_that_is_sent_back_stays(airflow, api):
    run = waits(api, AFTER["2025-08"])
    end_with(api, run, SEND_BACK)
    assert rows(airflow, "select count(*) from notify.outbox") == [(1,)]
