"""Load batches: look, stage, judge, publish; or refuse and say why."""

import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import Connection
from psycopg.rows import dict_row

from claim_review.landing.folder import SeenBatch, find_batches, look_at
from claim_review.landing.gate.prepare import prepare
from claim_review.landing.gate.result import CheckResult
from claim_review.landing.publishing import publish, record_refusal
from claim_review.landing.quality import write_page
from claim_review.landing.refused import BatchRefusedError, Refused
from claim_review.landing.report import loaded_or_refused, refusal_report
from claim_review.landing.staging import (
    StagedTable,
    batch_key,
    drop_leftovers,
    stage,
)
from claim_review.quarters import Quarter


@dataclass(frozen=True)
class TableCount:
    """Rows of one table of a batch; the last two add up to the first."""

    table_name: str
    rows_in_file: int
    rows_loaded: int
    rows_set_aside: int


@dataclass(frozen=True)
class LoadResult:
    """What became of one batch; `status` is loaded, refused or already_loaded."""

    batch_id: str
    quarter: str | None
    status: str
    reason: str | None
    tables: list[TableCount]
    quality_page: Path | None


def load_quarter(
    connection_url: str,
    landing_dir: Path,
    quality_dir: Path,
    quarter: str,
    now: datetime,
) -> list[LoadResult]:
    """Load every batch of the quarter, in the order in which it was extracted.

    A refused batch does not stop the others; the caller decides what it means.
    """
    Quarter.parse(quarter)
    seen = [look_at(folder) for folder in find_batches(landing_dir)]
    due = sorted((batch for batch in seen if _concerns(batch, quarter)), key=_order)
    return [load_batch(connection_url, batch.folder, quality_dir, now) for batch in due]


def load_quarter_or_fail(
    connection_url: str,
    landing_dir: Path,
    quality_dir: Path,
    quarter: str,
    now: datetime,
) -> list[LoadResult]:
    """Load every batch of the quarter; raise BatchRefusedError when one was refused.

    Raises it as well when there is no batch: a released quarter without data is news.
    """
    results = load_quarter(connection_url, landing_dir, quality_dir, quarter, now)
    if not results:
        raise BatchRefusedError(f"no complete batch of {quarter} in {landing_dir}")
    refused = [result for result in results if result.status == "refused"]
    if refused:
        reasons = "\n".join(f"{result.batch_id}: {result.reason}" for result in refused)
        raise BatchRefusedError(f"{len(refused)} batch(es) refused\n{reasons}")
    return results


def load_batch(
    connection_url: str, batch_dir: Path, quality_dir: Path, now: datetime
) -> LoadResult:
    """Load one batch folder whole, or refuse it whole and record why."""
    started = time.monotonic()
    with psycopg.connect(connection_url, autocommit=True) as connection:
        seen = look_at(Path(batch_dir))
        # Held until the connection closes, so a killed load lets go by itself.
        lock = "select pg_advisory_lock(%s)"
        connection.execute(lock, [int(batch_key(seen.batch_id), 16)])
        result = _load(connection, connection_url, seen, Path(quality_dir), now)
    seconds = time.monotonic() - started
    because = f": {result.reason}" if result.reason else ""
    print(f"{result.batch_id} {result.status} in {seconds:.1f} s{because}", flush=True)
    return result


def _load(
    connection: Connection, url: str, seen: SeenBatch, quality_dir: Path, now: datetime
) -> LoadResult:
    earlier = _recorded(connection, seen)
    if earlier is not None:
        was_loaded = earlier["status"] == "loaded"
        status = "already_loaded" if was_loaded else "refused"
        return _result(connection, earlier, status, quality_dir)
    drop_leftovers(connection, seen.batch_id)
    try:
        staged = _stage(connection, seen)
        checks = _judge(connection, url, seen, staged)
        report = loaded_or_refused(connection, seen, staged, checks)
    except Refused as refusal:
        staged, report = [], refusal_report(seen, str(refusal))
    if report.status == "loaded":
        publish(connection, seen, staged, report, now)
    else:
        record_refusal(connection, seen, report, now)
    drop_leftovers(connection, seen.batch_id)
    recorded = _recorded(connection, seen)
    return _result(connection, recorded, recorded["status"], quality_dir)


def _stage(connection: Connection, seen: SeenBatch) -> list[StagedTable]:
    if seen.defects:
        raise Refused(*seen.defects)
    query = (
        "select content_sha256, loaded_at from raw.batch "
        "where batch_id = %s and status = 'loaded'"
    )
    other = connection.execute(query, [seen.batch_id]).fetchone()
    if other:
        raise Refused(
            f"batch_id {seen.batch_id} was loaded on {other[1]:%Y-%m-%d} with other "
            f"content (sha256 {other[0][:12]}, this one {seen.content_sha256[:12]}); "
            "send corrections under a batch_id of their own"
        )
    return stage(connection, seen.folder, seen.manifest)


def _judge(
    connection: Connection, url: str, seen: SeenBatch, staged: list[StagedTable]
) -> list[CheckResult]:
    # Great Expectations takes five seconds to import: only when a batch is there.
    from claim_review.landing.gate.judge import judge

    started = time.monotonic()
    prepare(connection, seen.manifest)
    checks = judge(url, seen.batch_id, seen.manifest.kind, staged)
    failed = sum(not check.passed for check in checks)
    seconds = time.monotonic() - started
    print(f"{seen.batch_id}: {len(checks)} checks, {failed} failed, {seconds:.1f} s")
    return checks


def _recorded(connection: Connection, seen: SeenBatch) -> dict[str, Any] | None:
    """Return the row of `raw.batch` for exactly this content, if there is one."""
    query = "select * from raw.batch where batch_id = %s and content_sha256 = %s"
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(query, [seen.batch_id, seen.content_sha256]).fetchone()


def _result(
    connection: Connection, recorded: dict[str, Any], status: str, quality_dir: Path
) -> LoadResult:
    query = "select from raw.batch where batch_id = %s and status = 'loaded'"
    loaded = connection.execute(query, [recorded["batch_id"]]).fetchone() is not None
    name = recorded["batch_id"]
    if status == "refused" and loaded:
        # The page of the loaded batch stays the batch's page.
        name = f"{name}.refused-{recorded['content_sha256'][:8]}"
    return LoadResult(
        batch_id=recorded["batch_id"],
        quarter=recorded["quarter"],
        status=status,
        reason=recorded["reason"],
        tables=[
            TableCount(
                table["table_name"],
                table["rows_in_file"],
                table["rows_loaded"],
                table["rows_set_aside"],
            )
            for table in recorded["report"]["tables"]
            if status != "refused"
        ],
        quality_page=write_page(recorded, quality_dir / f"{name}.html"),
    )


def _concerns(seen: SeenBatch, quarter: str) -> bool:
    """Return whether the batch belongs to the quarter, as far as one can tell.

    A manifest that cannot be read belongs to the quarter that its folder's name
    begins with, else to every quarter: somebody must hear of it.
    """
    for text in ((seen.json or {}).get("quarter"), seen.folder.name[:6]):
        with suppress(ValueError, TypeError):
            return str(Quarter.parse(text)) == quarter
    return True


def _order(seen: SeenBatch) -> tuple[datetime, str]:
    if seen.manifest is None:
        return datetime.min.replace(tzinfo=UTC), seen.folder.name
    return seen.manifest.extracted_to, seen.folder.name
