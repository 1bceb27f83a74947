"""What the project adds to Airflow; found through the package's entry point."""

import sys

from airflow.plugins_manager import AirflowPlugin

from claim_review.quarter_release import QuarterRelease


def _pages() -> list[dict]:
    # Only the API server shows pages; other processes load plugins for the timetable.
    if "api-server" not in sys.argv and "api_server" not in sys.argv:
        return []
    from claim_review.run_pages import app

    return [{"app": app, "url_prefix": "/claim-review", "name": "claim-review"}]


class ClaimReviewPlugin(AirflowPlugin):
    """The quarterly timetable, and the pages that runs and tasks link to."""

    name = "claim_review"
    timetables = [QuarterRelease]  # noqa: RUF012 (Airflow reads class attributes)
    fastapi_apps = _pages()
    external_views = [  # noqa: RUF012
        {
            "name": "批次质量",
            "href": "/claim-review/quality",
            "destination": "nav",
            "url_route": "batch-quality",
            "category": "browse",
        },
        {
            "name": "模型与规则文档",
            "href": "/claim-review/dbt-docs",
            "destination": "nav",
            "url_route": "dbt-docs",
            "category": "browse",
        },
        {
            "name": "逐规则运行情况",
            "href": "/claim-review/run?run={RUN_ID}",
            "destination": "dag_run",
            "url_route": "rule-timings",
        },
        {
            "name": "重审预览",
            "href": "/claim-review/preview?run={RUN_ID}",
            "destination": "dag_run",
            "url_route": "preview",
        },
        {
            "name": "批次质量",
            "href": "/claim-review/quality",
            "destination": "task_instance",
            "url_route": "task-batch-quality",
        },
    ]
