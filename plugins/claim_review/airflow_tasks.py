"""What the DAG files share: the quarter of a run, retries, and telling the operator."""

from datetime import UTC, datetime, timedelta

from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.sdk import (
    Asset,
    Connection,
    ExceptionRetryPolicy,
    Param,
    RetryAction,
    RetryRule,
    task,
)

from claim_review.quarters import Quarter
from claim_review.reports.approval import APPROVE, SEND_BACK
from claim_review.settings import settings

SETTLEMENTS_LOADED = Asset("settlements_loaded", uri="claim-review://settlements")
QUARTER_REVIEWED = Asset("quarter_reviewed", uri="claim-review://reviewed-quarter")

# Bad data and a failed model stay bad however often they are tried; a lost connection,
# a full disk or a killed worker may be over in a minute.
RETRIES = {
    "retries": 2,
    "retry_delay": timedelta(seconds=30),
    "retry_exponential_backoff": True,
    "max_retry_delay": timedelta(minutes=10),
    "retry_policy": ExceptionRetryPolicy(
        rules=[
            RetryRule(exception=ValueError, action=RetryAction.FAIL),
            RetryRule(exception="claim_review.dbt.DbtError", action=RetryAction.FAIL),
            RetryRule(
                exception="claim_review.landing.BatchRefusedError",
                action=RetryAction.FAIL,
            ),
        ]
    ),
}


def quarter_of(dag_run) -> str:
    """Return the quarter of a run, which is its partition key.

    Raises ValueError when the run has none or it is not a quarter such as 2025Q1.
    """
    if not dag_run.partition_key:
        raise ValueError(
            "the run has no quarter: trigger it with a partition key such as 2025Q1"
        )
    return str(Quarter.parse(dag_run.partition_key))


def review_of(dag_run) -> tuple[str, str, datetime, datetime]:
    """Return the id and quarter of a run, the moment it judges at, and its start."""
    quarter, as_of = quarter_of(dag_run), dag_run.start_date
    if settings().is_demo:
        as_of = Quarter.parse(quarter).released_at(settings().release_lag_days)
    return dag_run.run_id, quarter, as_of, dag_run.start_date


def refuse_closed(dag_run) -> None:
    """Raise ClosedQuarterError when the run's quarter is closed to it."""
    from claim_review import backfill, warehouse

    url, quarter = warehouse.url(), quarter_of(dag_run)
    backfill.refuse_closed(url, settings(), dag_run.run_id, quarter)


def day_of(dag_run) -> datetime:
    """Return the moment that a daily run is about, past for a backfill."""
    return dag_run.logical_date or dag_run.run_after


def told_at(dag_run, params: dict) -> datetime:
    """Return the moment up to which a report tells of cases: `as_of`, or its run's."""
    if params["as_of"]:
        return datetime.fromisoformat(params["as_of"])
    if settings().is_demo:
        quarter = Quarter.parse(quarter_of(dag_run))
        return quarter.released_at(settings().release_lag_days)
    return dag_run.run_after


def province_url() -> str:
    """Return the URL of the province's database; raise ValueError when none is set."""
    name = settings().province_connection
    if not name:
        raise ValueError(
            "CLAIM_REVIEW_PROVINCE_CONNECTION is not set; "
            "it names the Airflow connection of the province's database"
        )
    return Connection.get(name).get_uri()


def with_approval(told, release):
    """Put a person between what is published and its release; return the release.

    `told` is what publishing says of a version. One that was decided before is not
    asked again; without approval (a demo) it is released at once.
    """
    if not settings().reports_need_approval:
        return release(told)
    ask = task.short_circuit(task_id="ask")(_is_undecided)(told["is_undecided"])
    approve = HITLOperator(
        task_id="approve",
        subject="{{ ti.xcom_pull('publish')['title'] }}：是否报送",
        body="{{ ti.xcom_pull('publish')['summary'] }}",
        options=[APPROVE, SEND_BACK],
        # With a plain string the buttons stay grey until somebody types a remark.
        params={"remark": Param(None, type=["null", "string"], title="意见（可不填）")},
    )
    ask >> approve
    return release(told, approve.output)


def _is_undecided(is_undecided: bool) -> bool:
    return is_undecided


def tell_operator(context: dict) -> None:
    """Mail the operator that a task has failed for good."""
    from claim_review import warehouse
    from claim_review.notify import failure

    instance = context["ti"]
    failure.notify_operator(
        warehouse.url(),
        settings(),
        dag_id=instance.dag_id,
        run_id=instance.run_id,
        task_id=instance.task_id,
        try_number=instance.try_number,
        error=str(context.get("exception")),
        log_url=instance.log_url,
        now=datetime.now(UTC),
    )


DEFAULT_ARGS = {
    "owner": "data-engineering",
    "on_failure_callback": tell_operator,
    **RETRIES,
}
