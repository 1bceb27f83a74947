"""Write the quarter's report for the bureau and mail it.

The report is rendered as Word and PDF into `var/reports/<quarter>/v<n>`; a new version
is made only when its content differs from the newest one, so running this again sends
nothing twice. It follows `review_quarter` by itself; by hand: trigger with the quarter
as partition key.
"""

from datetime import UTC, datetime

from airflow.sdk import PartitionedAssetTimetable, dag, task

from claim_review import airflow_tasks
from claim_review.settings import settings


@dag(
    schedule=PartitionedAssetTimetable(assets=airflow_tasks.QUARTER_REVIEWED),
    start_date=datetime(2025, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    default_args=airflow_tasks.DEFAULT_ARGS,
    tags=["report", "quarterly"],
    doc_md=__doc__,
)
def report_quarter():
    @task
    def publish(dag_run=None) -> str:
        from claim_review import warehouse
        from claim_review.reports import quarter as quarter_report

        quarter = airflow_tasks.quarter_of(dag_run)
        quarter_report.publish_and_enqueue(
            warehouse.url(), settings(), quarter, datetime.now(UTC)
        )
        return quarter

    @task
    def send(quarter: str):
        from claim_review import review_runs, warehouse
        from claim_review.notify import outbox

        outbox.drain_or_fail(warehouse.url(), settings(), datetime.now(UTC))
        review_runs.mark_reported(warehouse.url(), quarter, datetime.now(UTC))

    send(publish())


report_quarter()
