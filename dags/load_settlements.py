"""Land every batch of a quarter: checked at the door, copied into `raw`, or refused.

A batch is a folder of the landing area that is complete when its `manifest.json` is
there. A batch that is refused leaves nothing behind but the reason; the run fails
then, after all other batches of the quarter have been tried, and the operator gets
a mail. Running a quarter again loads only what is new. The quality page of each batch
is linked from the task (批次质量).

**Late batch:** put the folder into the landing area and trigger this DAG by hand with
the quarter as its partition key; review and report of the quarter follow by themselves,
and of every other quarter reviewed before that the batch touches; of a closed one the
operator is told.
"""

from datetime import UTC, datetime

from airflow.sdk import dag, task

from claim_review import airflow_tasks
from claim_review.quarter_release import QuarterRelease
from claim_review.settings import settings


@dag(
    schedule=QuarterRelease(lag_days=settings().release_lag_days),
    start_date=datetime.combine(settings().schedule_from, datetime.min.time(), UTC),
    catchup=False,
    max_active_runs=1,
    default_args=airflow_tasks.DEFAULT_ARGS,
    tags=["settlements", "quarterly"],
    doc_md=__doc__,
)
def load_settlements():
    @task(outlets=[airflow_tasks.SETTLEMENTS_LOADED])
    def load_batches(dag_run=None, outlet_events=None):
        from claim_review import landing, warehouse
        from claim_review.touched import quarters

        quarter = airflow_tasks.quarter_of(dag_run)
        landing.load_quarter_or_fail(
            warehouse.url(),
            settings().landing,
            settings().var_dir / "quality",
            quarter,
            datetime.now(UTC),
        )
        loaded = outlet_events[airflow_tasks.SETTLEMENTS_LOADED]
        loaded.add_partitions(quarters.to_review(warehouse.url(), settings(), quarter))

    load_batches()


load_settlements()
