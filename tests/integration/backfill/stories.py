"""A quarter that was reviewed, whose report left, and files of backfills for it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import yaml

from claim_review import knowledge_release, review_runs
from claim_review.backfill import files
from claim_review.backfill.files import Backfill

QUARTER = "2025Q1"
REVIEWED = datetime(2025, 4, 20, tzinfo=UTC)
RELEASED = REVIEWED + timedelta(days=1)
NOW = RELEASED + timedelta(days=30)
NAME = "2025-05-21-late-batch.yml"
SAID = {
    "dag": "load_settlements",
    "from": QUARTER,
    "to": QUARTER,
    "reason": "示例医院补传第一季度结算。",
    "watchers": ["watcher@example.org"],
    "asked_by": "engineer-a",
    "approved_by": "agency-a",
}


def load(url: str, batch_id: str, at: datetime, quarter: str = QUARTER) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(
            """
            insert into raw.batch (
                batch_id, content_sha256, quarter, kind, status, seen_at, loaded_at,
                folder, report
            )
            values (%s, %s, %s, 'regular', 'loaded', %s, %s, 'landing', '{}')
            """,
            (batch_id, f"sha of {batch_id}", quarter, at, at),
        )


def review(url: str, run_id: str, at: datetime, quarter: str = QUARTER) -> None:
    """Record a review that has ended, without anything that it found."""
    with psycopg.connect(url) as connection:
        connection.execute(
            """
            insert into review.run (
                run_id, quarter, as_of, fingerprint, knowledge_release, status,
                started_at, finished_at
            )
            values (%s, %s, %s, 'sha', %s, 'reviewed', %s, %s)
            """,
            (
                *(run_id, quarter, at, knowledge_release.register(connection, at)),
                *(at, at + timedelta(minutes=5)),
            ),
        )


def release(url: str, quarter: str = QUARTER, *, is_approved: bool = True) -> None:
    """Publish the next version of the quarter's report and decide on it."""
    with psycopg.connect(url) as connection:
        (version,) = connection.execute(
            "select coalesce(max(version), 0) + 1 from notify.publication "
            "where kind = 'quarter' and period = %s",
            (quarter,),
        ).fetchone()
        told = ("quarter", quarter, version)
        connection.execute(
            "insert into notify.publication values (%s, %s, %s, 'sha', %s)",
            (*told, RELEASED),
        )
        connection.execute(
            "insert into notify.publication_decision values (%s, %s, %s, %s, %s, %s)",
            (*told, is_approved, "agency-b", RELEASED),
        )


def preview(url: str, preview_id: str, quarter: str = QUARTER) -> None:
    """Record a preview of the quarter as it stands now."""
    with psycopg.connect(url) as connection:
        connection.execute(
            "insert into review.preview values (%s, %s, %s, %s, 'kb', 0, 0, 0, '# …')",
            (preview_id, quarter, NOW, review_runs.fingerprint(connection, quarter)),
        )


def write(folder: Path, name: str = NAME, **changes) -> Path:
    said = {key: value for key, value in (SAID | changes).items() if value is not None}
    path = folder / name
    path.write_text(yaml.safe_dump(said, allow_unicode=True), "utf-8")
    return path


def backfill(folder: Path, name: str = NAME, **changes) -> Backfill:
    return files.read(write(folder, name, **changes))
