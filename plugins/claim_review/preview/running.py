"""Previews a quarter: builds it apart, tells the difference, keeps what was told."""

from dataclasses import dataclass
from datetime import datetime

import psycopg
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from claim_review import knowledge_release, review_runs
from claim_review.moments import ZONE
from claim_review.preview.building import built
from claim_review.preview.difference import Difference, difference
from claim_review.quarters import Quarter
from claim_review.settings import REPO_DIR, settings
from claim_review.warehouse import RefusedError

_TEMPLATES = REPO_DIR / "include" / "reports" / "preview"


@dataclass(frozen=True)
class Preview:
    """One preview: its id, the difference, and the page that tells it (Markdown)."""

    preview_id: str
    quarter: str
    difference: Difference
    page: str

    @property
    def summary(self) -> str:
        """The difference in a few lines."""
        told = self.difference
        if told.is_empty:
            return f"{self.quarter}: a review would change no hit"
        head = (
            f"{self.quarter}: {told.count('appeared')} hits appear, "
            f"{told.count('vanished')} vanish, {told.count('changed')} change; "
            f"fund {told.fund:+,.2f} yuan"
        )
        rules = [
            f"  {row['id']}: {row['hits_before']} → {row['hits_after']} hits, "
            f"fund {row['fund_after'] - row['fund_before']:+,.2f}"
            for row in told.by_rule
        ]
        return "\n".join([head, *rules])


def preview(
    url: str, preview_id: str, quarter: str, as_of: datetime, now: datetime
) -> Preview:
    """Return what a review of the quarter at `as_of` would change; record the page.

    Raises RefusedError for a quarter without a loaded batch, or in a warehouse where
    nothing was reviewed, and while another preview is at work.
    """
    with psycopg.connect(url) as connection:
        _check(connection, preview_id, str(Quarter.parse(quarter)))
        stands_on = review_runs.fingerprint(connection, quarter)
        release = _release(connection, quarter)
    with built(url, quarter, release, as_of) as connection:
        told = difference(connection, quarter)
        values = {"preview_id": preview_id, "quarter": quarter, "release": release}
        moments = {"made_at": now, "as_of": as_of, "zone": ZONE}
        page = _page({**values, **moments, "told": told})
        counts = [told.count(kind) for kind in ("appeared", "vanished", "changed")]
        connection.execute(
            """
            insert into review.preview (
                preview_id, quarter, made_at, fingerprint, knowledge_release,
                appeared, vanished, changed, page
            )
            values (%s, %s, %s, %s, %s, %s, %s, %s, %s)
            """,
            (preview_id, quarter, now, stands_on, release, *counts, page),
        )
    return Preview(preview_id, quarter, told, page)


def judged_at(quarter: str, now: datetime) -> datetime:
    """Return the moment that a review begun now would judge the quarter at."""
    if settings().is_demo:
        return Quarter.parse(quarter).released_at(settings().release_lag_days)
    return now


def _check(connection: psycopg.Connection, preview_id: str, quarter: str) -> None:
    made = "select exists (select from review.preview where preview_id = %s)"
    if connection.execute(made, (preview_id,)).fetchone()[0]:
        raise RefusedError(f"preview {preview_id} was made before; begin a new one")
    loaded = "select exists (select from raw.batch where quarter = %s and status = %s)"
    if not connection.execute(loaded, (quarter, "loaded")).fetchone()[0]:
        raise RefusedError(f"no batch of {quarter} is loaded: there is nothing to see")
    hits = "select to_regclass('marts.fct_rule_hits')"
    if connection.execute(hits).fetchone()[0] is None:
        raise RefusedError("nothing was reviewed yet that a preview could differ from")


def _release(connection: psycopg.Connection, quarter: str) -> str:
    """Return the release that a review would take; starter lists stay unrecorded."""
    return knowledge_release.frozen_for(
        connection, quarter
    ) or knowledge_release.starter_release_id(knowledge_release.list_hashes())


def _page(values: dict) -> str:
    templates = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        undefined=StrictUndefined,
        # It is Markdown; the page in Airflow escapes it.
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return templates.get_template("preview.md.j2").render(values)
