"""Go through the day of the cases: what came in, what ran out, who has to be told.

Every day at 09:00 in Shanghai: files of the platform and of the exchange folder are
taken in, times that have run out are acted on (or proposed to the agency, or blocked),
reminders and escalations are put in the outbox, work lists are written, mails leave.

Every step is about the moment of the run and not about now: running a past day again
changes nothing, and `airflow backfill create` goes through days that were missed. What
was found on a day is in `review.time_out_result` and `review.reminder`.
"""

from dataclasses import asdict
from datetime import UTC, datetime

from airflow.sdk import CronTriggerTimetable, dag, task

from claim_review import airflow_tasks
from claim_review.settings import settings

DAILY = CronTriggerTimetable("0 9 * * *", timezone="Asia/Shanghai")


@dag(
    schedule=None if settings().is_demo else DAILY,
    start_date=datetime(2025, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    default_args=airflow_tasks.DEFAULT_ARGS,
    tags=["cases", "daily"],
    doc_md=__doc__,
)
def track_appeals():
    @task(multiple_outputs=True)
    def take_in(dag_run=None) -> dict[str, list[str]]:
        from claim_review import daily, warehouse

        day = airflow_tasks.day_of(dag_run)
        return asdict(daily.take_in(warehouse.url(), settings(), day))

    @task
    def go_through(waiting: list[str], dag_run=None) -> dict[str, int]:
        from claim_review import daily, warehouse

        day = airflow_tasks.day_of(dag_run)
        return daily.go_through(warehouse.url(), settings(), day, waiting)

    @task
    def remind(dag_run=None) -> dict[str, int]:
        from claim_review import daily, warehouse

        day = airflow_tasks.day_of(dag_run)
        return daily.remind(warehouse.url(), settings(), day)

    @task
    def write_work_lists(dag_run=None) -> list[str]:
        from claim_review import daily, warehouse

        day = airflow_tasks.day_of(dag_run)
        return daily.write_work_lists(warehouse.url(), settings(), day)

    @task
    def send():
        from claim_review import warehouse
        from claim_review.notify import outbox

        outbox.drain_or_fail(warehouse.url(), settings(), datetime.now(UTC))

    gone_through = go_through(take_in()["waiting"])
    gone_through >> [remind(), write_work_lists()] >> send()


track_appeals()
