"""Every DAG file loads, is thin, and says who owns it and what it does."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from airflow.dag_processing.dagbag import BundleDagBag

DAGS = Path(__file__).parents[2] / "dags"


@pytest.fixture(scope="module")
def dags():
    bag = BundleDagBag(DAGS, bundle_path=DAGS, bundle_name="dags-folder")
    assert bag.import_errors == {}
    return bag.dags


def test_every_file_is_one_dag_of_its_name(dags):
    files = {path.stem for path in DAGS.glob("*.py")}
    quarterly = {"load_settlements", "review_quarter", "report_quarter"}
    daily = {"extract_settlements", "track_appeals"}
    assert files == quarterly | daily | {"preview_quarter", "report_month"}
    assert set(dags) == files


@pytest.mark.parametrize("file", sorted(DAGS.glob("*.py")), ids=lambda f: f.stem)
def test_a_dag_file_is_under_eighty_lines(file):
    assert len(file.read_text().splitlines()) < 80


def test_every_dag_runs_one_at_a_time_and_documents_itself(dags):
    for dag in dags.values():
        assert dag.max_active_runs == 1
        assert dag.doc_md
        assert dag.tags & {"quarterly", "monthly", "daily"}


def test_every_task_has_an_owner_retries_and_tells_the_operator(dags):
    for dag in dags.values():
        for task in dag.tasks:
            assert task.owner == "data-engineering"
            assert task.retries >= 1
            assert task.on_failure_callback


def test_a_refused_batch_and_a_failed_model_are_not_tried_again(dags):
    from airflow.sdk import RetryAction

    from claim_review.dbt import DbtError
    from claim_review.landing import BatchRefusedError

    policy = dags["load_settlements"].get_task("load_batches").retry_policy
    for error in (BatchRefusedError("x"), DbtError("x"), ValueError("x")):
        assert policy.evaluate(error, 1, 3).action == RetryAction.FAIL
    assert policy.evaluate(ConnectionError("x"), 1, 3).action == RetryAction.DEFAULT


def test_the_quarter_goes_from_loading_to_review_to_report(dags):
    from claim_review import airflow_tasks

    loads = dags["load_settlements"].get_task("load_batches")
    assert loads.outlets == [airflow_tasks.SETTLEMENTS_LOADED]
    end = dags["review_quarter"].get_task("end")
    assert end.outlets == [airflow_tasks.QUARTER_REVIEWED]
    assert dags["review_quarter"].timetable.asset_condition == (
        airflow_tasks.SETTLEMENTS_LOADED
    )
    assert dags["report_quarter"].timetable.asset_condition == (
        airflow_tasks.QUARTER_REVIEWED
    )


def test_a_run_without_a_quarter_is_an_error_that_says_what_to_do():
    from types import SimpleNamespace

    from claim_review.airflow_tasks import quarter_of

    with pytest.raises(ValueError, match="trigger it with a partition key"):
        quarter_of(SimpleNamespace(partition_key=None))
    with pytest.raises(ValueError, match="is not a quarter"):
        quarter_of(SimpleNamespace(partition_key="2025-01"))
    assert quarter_of(SimpleNamespace(partition_key="2025Q3")) == "2025Q3"


def test_the_daily_round_takes_in_before_a_time_runs_out_and_mails_last(dags):
    dag = dags["track_appeals"]
    assert dag.timetable.expression == "0 9 * * *"
    follows = {task.task_id: task.downstream_task_ids for task in dag.tasks}
    assert follows["take_in"] == {"go_through"}
    assert follows["go_through"] == {"remind", "write_work_lists"}
    assert follows["remind"] == follows["write_work_lists"] == {"send"}


def test_a_daily_run_is_about_its_own_day():
    from types import SimpleNamespace

    from claim_review.airflow_tasks import day_of

    day, now = datetime(2025, 5, 8, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
    assert day_of(SimpleNamespace(logical_date=day, run_after=now)) == day
    assert day_of(SimpleNamespace(logical_date=None, run_after=now)) == now


def test_the_demo_is_judged_on_the_day_of_its_release(monkeypatch):
    from types import SimpleNamespace

    from claim_review import airflow_tasks
    from claim_review.settings import Settings

    began = datetime(2026, 1, 1, tzinfo=UTC)
    run = SimpleNamespace(run_id="r", partition_key="2025Q1", start_date=began)
    assert airflow_tasks.review_of(run) == ("r", "2025Q1", began, began)
    monkeypatch.setattr(airflow_tasks, "settings", lambda: Settings(is_demo=True))
    released = datetime(2025, 4, 15, 16, tzinfo=UTC)
    assert airflow_tasks.review_of(run) == ("r", "2025Q1", released, began)


def test_reports_are_asked_for_before_they_are_released(dags):
    for name in ("report_quarter", "report_month"):
        follows = {t.task_id: t.downstream_task_ids for t in dags[name].tasks}
        assert follows["ask"] == {"approve"}
        assert follows["approve"] == {"release"}
        assert follows["release"] == {"send"}


def test_a_report_tells_of_cases_up_to_the_moment_it_is_asked_for(monkeypatch):
    from types import SimpleNamespace

    from claim_review import airflow_tasks
    from claim_review.settings import Settings

    now = datetime(2026, 1, 1, tzinfo=UTC)
    run = SimpleNamespace(partition_key="2025Q1", run_after=now)
    asked = {"as_of": "2025-07-07T10:00:00+08:00"}
    assert airflow_tasks.told_at(run, {"as_of": None}) == now
    assert airflow_tasks.told_at(run, asked) == datetime(2025, 7, 7, 2, tzinfo=UTC)
    monkeypatch.setattr(airflow_tasks, "settings", lambda: Settings(is_demo=True))
    released = datetime(2025, 4, 15, 16, tzinfo=UTC)
    assert airflow_tasks.told_at(run, {"as_of": None}) == released


def test_nothing_is_extracted_until_a_connection_is_named(dags, monkeypatch):
    from claim_review import airflow_tasks
    from claim_review.settings import Settings

    assert dags["extract_settlements"].schedule is None
    monkeypatch.setattr(airflow_tasks, "settings", lambda: Settings())
    with pytest.raises(ValueError, match="PROVINCE_CONNECTION is not set"):
        airflow_tasks.province_url()
    named = Settings(province_connection="somewhere")
    monkeypatch.setattr(airflow_tasks, "settings", lambda: named)
    monkeypatch.setenv("AIRFLOW_CONN_SOMEWHERE", "postgres://reader:word@host/base")
    assert airflow_tasks.province_url() == "postgres://reader:word@host/base"
