"""Pages inside the Airflow UI: batch quality, how each model of a run went, dbt docs.

They are mounted into Airflow's API server and show only to people who are logged in.
"""

from pathlib import Path

from airflow.api_fastapi.auth.managers.models.resource_details import AccessView
from airflow.api_fastapi.core_api.security import requires_access_view
from fastapi import Depends, FastAPI, HTTPException
from fastapi.responses import FileResponse, HTMLResponse
from jinja2 import Environment, FileSystemLoader
from psycopg.rows import dict_row

from claim_review import warehouse
from claim_review.settings import REPO_DIR, settings

# A mounted app has no protection of its own: without this anyone could read it.
app = FastAPI(
    docs_url=None,
    redoc_url=None,
    openapi_url=None,
    dependencies=[Depends(requires_access_view(AccessView.PLUGINS))],
)
# A run that was cleared after it had ended began anew under its name and a number.
_REVIEW = """
select * from review.run
where run_id = %s or starts_with(run_id, %s || '~')
order by started_at desc
limit 1
"""
templates = Environment(
    loader=FileSystemLoader(REPO_DIR / "include" / "reports" / "run"), autoescape=True
)


def _rows(query: str, *values) -> list[dict]:
    with warehouse.connect(row_factory=dict_row) as connection:
        return connection.execute(query, values).fetchall()


def _file(path: Path) -> FileResponse:
    if not path.is_file():
        raise HTTPException(404, f"尚未生成：{path.name}")
    return FileResponse(path, media_type="text/html")


@app.get("/quality")
def quality_index() -> HTMLResponse:
    """List all batches seen with a link to the quality page of each."""
    batches = _rows(
        """
        select batch_id, quarter, kind, status, reason, loaded_at
        from raw.batch order by quarter desc, batch_id
        """
    )
    page = templates.get_template("quality.html.j2").render(batches=batches)
    return HTMLResponse(page)


@app.get("/quality/{batch_id}")
def quality_page(batch_id: str) -> FileResponse:
    """Show the quality page of one batch."""
    # Only a name that the database knows becomes part of a path.
    known = _rows("select batch_id from raw.batch where batch_id = %s", batch_id)
    if not known:
        raise HTTPException(404, f"没有批次 {batch_id}")
    return _file(settings().var_dir / "quality" / f"{known[0]['batch_id']}.html")


@app.get("/run")
def run_page(run: str) -> HTMLResponse:
    """Show how each model of a review run went: status, seconds and rows."""
    reviews = _rows(_REVIEW, run, run)
    run = reviews[0]["run_id"] if reviews else run
    nodes = _rows(
        """
        select layer, node_id, resource_type, status, seconds, rows, message
        from review.run_node where run_id = %s order by finished_at
        """,
        run,
    )
    page = templates.get_template("run.html.j2").render(
        run_id=run, review=reviews[0] if reviews else None, nodes=nodes
    )
    return HTMLResponse(page)


@app.get("/preview")
def preview_page(run: str) -> HTMLResponse:
    """Show what a preview run found a review of its quarter would change."""
    found = _rows("select page from review.preview where preview_id = %s", run)
    page = templates.get_template("preview.html.j2").render(
        run_id=run, page=found[0]["page"] if found else None
    )
    return HTMLResponse(page)


@app.get("/dbt-docs")
def dbt_docs() -> FileResponse:
    """Show dbt's documentation of all models, lists and rules."""
    return _file(settings().var_dir / "docs" / "dbt.html")
