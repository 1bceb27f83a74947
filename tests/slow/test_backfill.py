"""Backfills, closed quarters and previews in a real Airflow, as engineers do them."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from tests.commands import install, type_in
from tests.integration.backfill.stories import NAME, QUARTER, preview, release
from tests.integration.backfill.stories import write as write_file
from tests.pipeline import release_demo
from tests.workspace import var_folder

from claim_review import migrations
from claim_review.backfill import commands
from claim_review.local import stack, supervisor
from claim_review.local.airflow import Airflow
from claim_review.local.api import AirflowApi
from claim_review.local.console import Console
from claim_review.local.postgres import Postgres
from claim_review.local.watch import CHAIN, QuarterFailedError, follow
from claim_review.province.demo import write_province

pytestmark = pytest.mark.slow

QUARTERS = ["2025Q1", "2025Q2"]
LOAD, REVIEW, REPORT = CHAIN
SECOND = "2025-05-22-once-more.yml"
MOST_SECONDS = 240
OPEN = {"to": "2025Q2", "approved_by": None}


@pytest.fixture(scope="module")
def airflow() -> Iterator[Airflow]:
    """An Airflow beside two small quarters that nothing has loaded yet."""
    with var_folder() as var_dir:
        server = Postgres(var_dir)
        server.start()
        url = server.url("warehouse")
        migrations.upgrade(url)
        landing = var_dir / "landing"
        write_province(landing, var_dir / "truth", 7, 0.0005, QUARTERS)
        release_demo(url, var_dir / "lists")
        try:
            yield Airflow(var_dir, landing)
        finally:
            supervisor.stop(var_dir)
            server.stop()


@pytest.fixture(scope="module")
def api(airflow) -> AirflowApi:
    since = stack.start_airflow(airflow, Console())
    api = stack.wait_for_airflow(airflow, since, Console())
    api.wait_for_dags(["preview_quarter"], MOST_SECONDS)
    # What follows is started by hand here.
    for dag_id in (REVIEW, REPORT):
        api.pause(dag_id, True)
    return api


@pytest.fixture
def typed(airflow, api, monkeypatch) -> Callable[..., str]:
    url = Postgres(airflow.var_dir).url("warehouse")
    ports = {"smtp_port": airflow.ports()["smtp"]}
    install(monkeypatch, commands, url, var_dir=airflow.var_dir, **ports)
    # A backfill opens a quarter for reviews that begin after it.
    return partial(type_in, commands, "backfill", datetime.now(UTC))


def rows(airflow: Airflow, query: str) -> list[tuple]:
    with psycopg.connect(Postgres(airflow.var_dir).url("warehouse")) as connection:
        return connection.execute(query).fetchall()


def until(read: Callable[[], Any], wanted: Callable[[Any], bool]) -> Any:
    """Return what `read` says once it is as wanted; fail after four minutes."""
    last = time.monotonic() + MOST_SECONDS
    while not wanted(said := read()):
        assert time.monotonic() < last, said
        time.sleep(0.5)
    return said


def runs(api: AirflowApi) -> list[dict]:
    told = api._get(f"/api/v2/dags/{LOAD}/dagRuns", order_by="start_date", limit=50)
    return told["dag_runs"]


def end_of_backfill(api: AirflowApi) -> None:
    until(lambda: api.backfills(LOAD), lambda all_: all_[0]["completed_at"])


def start(typed: Callable[..., str], folder: Path, name: str = NAME) -> list[str]:
    path = write_file(folder, name, **OPEN)
    return typed("start", str(path), "--by", "engineer-a").splitlines()


def test_a_backfill_loads_its_quarters_one_after_the_other(
    airflow, api, typed, tmp_path
):
    assert start(typed, tmp_path) == [
        f"{NAME}: recorded",
        f"{NAME}: backfill 1 of Airflow begins",
    ]
    end_of_backfill(api)
    first, second = runs(api)
    assert [first["partition_key"], second["partition_key"]] == QUARTERS
    assert {first["run_type"], second["run_type"]} == {"backfill"}
    assert {first["state"], second["state"]} == {"success"}
    assert first["end_date"] <= second["start_date"]
    loaded = "select quarter, status from raw.batch order by 1"
    assert rows(airflow, loaded) == [(quarter, "loaded") for quarter in QUARTERS]


def test_started_again_it_is_found_done_and_nothing_runs(airflow, api, typed, tmp_path):
    assert start(typed, tmp_path) == [
        f"{NAME}: was recorded before",
        f"{NAME}: backfill 1 of Airflow is done",
    ]
    assert len(runs(api)) == 2
    subjects = "select subject, status from notify.outbox where subject like '回填%'"
    assert rows(airflow, subjects) == [("回填开始：2025Q1至2025Q2", "sent")]


def test_a_second_backfill_of_the_same_quarters_runs_them_anew(
    airflow, api, typed, tmp_path
):
    assert start(typed, tmp_path, SECOND)[1].endswith("backfill 2 of Airflow begins")
    end_of_backfill(api)
    assert [run["partition_key"] for run in runs(api)] == QUARTERS * 2
    assert len({run["dag_run_id"] for run in runs(api)}) == 4
    assert rows(airflow, "select count(*) from raw.batch") == [(2,)]


def test_a_preview_of_what_was_never_reviewed_fails_at_once_and_has_no_page(
    airflow, api
):
    run = api.trigger("preview_quarter", None, "test", {"quarter": QUARTER})
    with pytest.raises(QuarterFailedError, match="nothing was reviewed yet"):
        follow(api, run, airflow, Console())
    assert (
        api.task_instances("preview_quarter", run["dag_run_id"])[0]["try_number"] == 1
    )
    page = f"/claim-review/preview?run={quote(run['dag_run_id'])}"
    assert "没有预览" in api._request("GET", page).text
    preview(Postgres(airflow.var_dir).url("warehouse"), run["dag_run_id"])
    assert "# …" in api._request("GET", page).text


def test_a_closed_quarter_fails_its_review_with_exact_words_until_it_is_covered(
    airflow, api, typed, tmp_path
):
    url = Postgres(airflow.var_dir).url("warehouse")
    release(url)
    reviews = "select count(*) from review.run"
    before = rows(airflow, reviews)
    api.pause(REVIEW, False)
    run = api.trigger(REVIEW, QUARTER, "test")
    with pytest.raises(QuarterFailedError, match="2025Q1 is closed: version 1 of its"):
        follow(api, run, airflow, Console())
    assert rows(airflow, reviews) == before
    begin = api.task_instances(REVIEW, run["dag_run_id"])[0]
    assert (begin["task_id"], begin["try_number"]) == ("begin", 1)
    mail = """
        select payload ->> 'text' from notify.outbox
        where subject like '任务失败：review_quarter%'
    """
    ((told,),) = rows(airflow, mail)
    assert "2025Q1 is closed" in told
    api.pause(LOAD, True)
    preview(url, "seen")
    path = write_file(tmp_path, "2025-05-23-closed.yml", previews=["seen"])
    assert "begins" in typed("start", str(path), "--by", "engineer-a")
    again = api.trigger(REVIEW, QUARTER, "test")
    done = until(
        lambda: api.task_instances(REVIEW, again["dag_run_id"]),
        lambda tasks: any(
            task["task_id"] == "begin" and task["state"] in ("success", "failed")
            for task in tasks
        ),
    )
    assert {t["state"] for t in done if t["task_id"] == "begin"} == {"success"}
