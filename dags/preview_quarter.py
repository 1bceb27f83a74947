"""Tell what a review of a quarter would change, before anything is changed.

Trigger it by hand with the quarter. Facts, rules and hits are built apart, laid beside
the hits that people read, and gone again in the end; the page 重审预览 of the run says
what would appear, vanish and change, by rule and institution, in yuan. The run's id is
the number of the preview that a file of `include/backfills` names.
"""

from datetime import UTC, datetime

from airflow.sdk import Param, dag, task

from claim_review import airflow_tasks


@dag(
    schedule=None,
    start_date=datetime(2025, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    default_args=airflow_tasks.DEFAULT_ARGS,
    params={"quarter": Param(type="string", pattern=r"^\d{4}Q[1-4]$", title="季度")},
    tags=["review", "quarterly"],
    doc_md=__doc__,
)
def preview_quarter():
    @task
    def preview(dag_run=None, params=None) -> str:
        from claim_review import preview, warehouse

        quarter, now = params["quarter"], datetime.now(UTC)
        told = (dag_run.run_id, quarter, preview.judged_at(quarter, now), now)
        made = preview.preview(warehouse.url(), *told)
        print(made.summary)
        return made.summary

    preview()


preview_quarter()
