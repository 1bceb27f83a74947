"""Review one quarter: build the facts, run every rule over them, find what is a hit.

A run owns its quarter, so running it twice changes nothing; after a batch only whom it
touches is screened again. New hits become cases; what people decided on old ones stays.
How each model went is on the page 逐规则运行情况. By hand: trigger with the quarter as
partition key. One whose report was released needs an approved backfill. A failed model
is not retried: read its message, mend it, clear the task.
"""

from datetime import UTC, datetime

from airflow.providers.common.sql.operators.sql import SQLCheckOperator
from airflow.sdk import PartitionedAssetTimetable, dag, task

from claim_review import airflow_tasks


@dag(
    schedule=PartitionedAssetTimetable(assets=airflow_tasks.SETTLEMENTS_LOADED),
    start_date=datetime(2025, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    default_args=airflow_tasks.DEFAULT_ARGS,
    tags=["review", "quarterly"],
    doc_md=__doc__,
)
def review_quarter():
    @task
    def begin(dag_run=None) -> dict:
        from claim_review import review_runs, warehouse

        airflow_tasks.refuse_closed(dag_run)
        return review_runs.begin(warehouse.url(), *airflow_tasks.review_of(dag_run))

    @task
    def build(layer: str, review: dict) -> int:
        from claim_review import dbt, warehouse

        return dbt.build_layer(layer, review, warehouse.url())

    @task
    def open_cases(review: dict) -> int:
        from claim_review import review_runs, warehouse

        return review_runs.open_cases(warehouse.url(), review)

    @task(outlets=[airflow_tasks.QUARTER_REVIEWED])
    def end(review: dict):
        from claim_review import review_runs, warehouse

        review_runs.end(warehouse.url(), review, datetime.now(UTC))

    @task
    def document(dag_run=None):
        from claim_review import dbt, warehouse

        dbt.generate_docs(warehouse.url())
        dbt.parse_for_touched(airflow_tasks.quarter_of(dag_run))

    review = begin()
    facts, rules, hits, marts = (
        build.override(task_id=f"build_{layer}")(layer, review)
        for layer in ("facts", "rules", "hits", "marts")
    )
    prove_coverage = SQLCheckOperator(
        task_id="prove_coverage",
        conn_id="warehouse",
        sql="""
            select count(*) > 0, bool_and(
                settlements_in_scope = settlements_screened + settlements_not_judged
            ) from marts.fct_screening_coverage
            where quarter = '{{ ti.xcom_pull("begin")["quarter"] }}'
        """,
    )
    facts >> rules >> hits >> marts >> prove_coverage
    prove_coverage >> open_cases(review) >> end(review) >> document()


review_quarter()
