"""Close the month and publish its written report, once a person has agreed.

On the first of a month at 10:00 in Shanghai, about the month before: cases are listed,
statements drafted, and the written report (书面报告) with the prefecture's sheet goes
into `var/reports/<month>/v<n>`. It waits at `approve` (Browse → Required Actions) for a
person who lets it leave or sends it back; see CLAIM_REVIEW_REPORTS_NEED_APPROVAL.
Statements themselves are published one by one by the agency and are never mailed.
Running a month again changes nothing and sends nothing twice.
"""

from datetime import UTC, datetime

from airflow.sdk import CronTriggerTimetable, dag, task

from claim_review import airflow_tasks
from claim_review.settings import settings

MONTHLY = CronTriggerTimetable("0 10 1 * *", timezone="Asia/Shanghai")


@dag(
    schedule=None if settings().is_demo else MONTHLY,
    start_date=datetime(2025, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    default_args=airflow_tasks.DEFAULT_ARGS,
    tags=["report", "monthly"],
    doc_md=__doc__,
)
def report_month():
    @task(multiple_outputs=True)
    def publish(dag_run=None) -> dict:
        from claim_review import warehouse
        from claim_review.reports import publishing

        day = airflow_tasks.day_of(dag_run)
        return publishing.month(warehouse.url(), settings(), day)

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

    airflow_tasks.with_approval(publish(), release) >> send()


report_month()
