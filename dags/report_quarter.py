"""Publish the quarter's reports and mail them to the bureau, once a person has agreed.

Reports, portraits, dashboard and training packs go into `var/reports/<quarter>/v<n>`; a
new version is made only when something it says is new. It waits at `approve`
(Browse → Required Actions) until a person lets it leave or sends it back; see
CLAIM_REVIEW_REPORTS_NEED_APPROVAL. It follows `review_quarter` by itself. By hand, for
the state of the cases at a later day: trigger with the quarter as partition key and
`as_of`. Running it again sends nothing twice.
"""

from datetime import UTC, datetime

from airflow.sdk import Param, PartitionedAssetTimetable, dag, task

from claim_review import airflow_tasks
from claim_review.settings import settings


@dag(
    schedule=PartitionedAssetTimetable(assets=airflow_tasks.QUARTER_REVIEWED),
    start_date=datetime(2025, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    default_args=airflow_tasks.DEFAULT_ARGS,
    params={"as_of": Param(None, type=["null", "string"], format="date-time")},
    tags=["report", "quarterly"],
    doc_md=__doc__,
)
def report_quarter():
    @task(multiple_outputs=True)
    def publish(dag_run=None, params=None) -> dict:
        from claim_review import review_runs, warehouse
        from claim_review.reports import publishing

        quarter = airflow_tasks.quarter_of(dag_run)
        as_of = airflow_tasks.told_at(dag_run, params)
        told = publishing.quarter(warehouse.url(), settings(), quarter, as_of)
        review_runs.mark_reported(warehouse.url(), quarter, datetime.now(UTC))
        return told

    @task
    def tell_watchers(dag_run=None) -> list[str]:
        from claim_review import warehouse
        from claim_review.backfill import telling

        quarter = airflow_tasks.quarter_of(dag_run)
        return telling.end(warehouse.url(), settings(), quarter, datetime.now(UTC))

    @task
    def release(told: dict, answer: dict | None = None) -> list[str]:
        from claim_review import warehouse
        from claim_review.reports import publishing

        return publishing.release(warehouse.url(), settings(), told, answer)

    @task
    def send():
        from claim_review import warehouse
        from claim_review.notify import outbox

        outbox.drain_or_fail(warehouse.url(), settings(), datetime.now(UTC))

    told = publish()
    told >> tell_watchers()
    airflow_tasks.with_approval(told, release) >> send()


report_quarter()
