"""Read what changed in the province's database since the last time; make a batch of it.

Nothing is written there. The batch is a folder of the landing area as any other: the
quarter that it names loads it (`load_settlements`) when the quarter is released. A run
that finds nothing new makes no batch. A run that dies leaves nothing that anybody
reads; the next one begins where the last complete one ended.

It is off until `CLAIM_REVIEW_PROVINCE_CONNECTION` names the connection of a database
whose tables are described in `include/province/<source>.yml`. By hand: `since` reads
again all that changed from that moment on. How far each table has been read is in
`raw.extraction_watermark`, what came of each run in `raw.extraction`.
"""

from datetime import UTC, datetime

from airflow.sdk import CronTriggerTimetable, Param, dag, task

from claim_review import airflow_tasks
from claim_review.settings import settings

DAILY = CronTriggerTimetable(settings().extract_at, timezone="Asia/Shanghai")


@dag(
    schedule=DAILY if settings().province_connection else None,
    start_date=datetime(2025, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    default_args=airflow_tasks.DEFAULT_ARGS,
    tags=["settlements", "daily"],
    params={
        "since": Param(
            None, type=["null", "string"], format="date-time", title="重新读取的起点"
        )
    },
    doc_md=__doc__,
)
def extract_settlements():
    @task
    def extract(params: dict) -> list[str]:
        from claim_review import warehouse
        from claim_review.moments import moment
        from claim_review.province.extract import extract, read_mapping

        done = extract(
            airflow_tasks.province_url(),
            warehouse.url(),
            read_mapping(settings().province_source),
            settings(),
            datetime.now(UTC),
            since=moment(params["since"]) if params["since"] else None,
        )
        return [each.batch_id for each in done if each.batch_id]

    extract()


extract_settlements()
