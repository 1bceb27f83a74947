"""The last step of a load: one transaction makes the whole batch visible."""

import json
from collections.abc import Iterable
from datetime import datetime

from psycopg import Connection, sql
from psycopg.types.json import Json, Jsonb

from claim_review.landing.folder import SeenBatch
from claim_review.landing.gate.result import CheckResult
from claim_review.landing.manifest import storable
from claim_review.landing.report import Report
from claim_review.landing.staging import StagedTable, staged_name
from claim_review.landing.superseding import mark_across

_INSERT_BATCH = """
insert into raw.batch (
    batch_id, content_sha256, quarter, kind, source, extracted_from, extracted_to,
    status, reason, seen_at, loaded_at, folder, manifest, report
)
values (
    %(batch_id)s, %(content_sha256)s, %(quarter)s, %(kind)s, %(source)s,
    %(extracted_from)s, %(extracted_to)s, %(status)s, %(reason)s, %(seen_at)s,
    %(loaded_at)s, %(folder)s, %(manifest)s, %(report)s
)
"""

_INSERT_TABLE = """
insert into raw.batch_table (
    batch_id, table_name, file_name, rows_in_file, rows_loaded, rows_set_aside,
    unknown_columns, dropped_columns
)
values (%s, %s, %s, %s, %s, %s, %s, %s)
"""

_INSERT_CHECK = """
insert into raw.batch_check (
    batch_id, content_sha256, table_name, check_id, description_zh, severity, passed,
    failed_rows, total_rows, details
)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


def publish(
    connection: Connection,
    seen: SeenBatch,
    staged: Iterable[StagedTable],
    report: Report,
    now: datetime,
) -> None:
    """Attach the staged tables and record the batch as loaded, or do nothing."""
    with connection.transaction():
        # Two batches that load at once would not see each other's newer rows.
        connection.execute("lock table raw.batch in share row exclusive mode")
        _record(connection, seen, report, now)
        for table in staged:
            _attach(connection, seen, table)
        for name in ("row_set_aside", "row_superseded"):
            _take_over(connection, name, seen.batch_id)
        for table in staged:
            mark_across(
                connection,
                table.entry.table,
                seen.batch_id,
                sql.Identifier("raw", table.name),
            )


def record_refusal(
    connection: Connection, seen: SeenBatch, report: Report, now: datetime
) -> None:
    """Record the batch as refused, with its checks if it came that far."""
    with connection.transaction():
        _record(connection, seen, report, now)


def _record(
    connection: Connection, seen: SeenBatch, report: Report, now: datetime
) -> None:
    manifest = seen.manifest
    connection.execute(
        _INSERT_BATCH,
        {
            "batch_id": seen.batch_id,
            "content_sha256": seen.content_sha256,
            "quarter": str(manifest.quarter) if manifest else None,
            "kind": manifest.kind if manifest else None,
            "source": manifest.source if manifest else None,
            "extracted_from": manifest.extracted_from if manifest else None,
            "extracted_to": manifest.extracted_to if manifest else None,
            "status": report.status,
            "reason": report.reason,
            "seen_at": now,
            "loaded_at": now if report.status == "loaded" else None,
            "folder": storable(seen.folder.name),
            "manifest": _manifest_json(seen),
            "report": Jsonb(report.as_json()),
        },
    )
    for check in report.checks:
        _insert_check(connection, seen, check)


def _manifest_json(seen: SeenBatch) -> Json | None:
    """Return the manifest as it came; amounts that were numbers become text."""
    if seen.json is None:
        return None
    return Json(seen.json, dumps=lambda value: json.dumps(value, default=str))


def _insert_check(connection: Connection, seen: SeenBatch, check: CheckResult) -> None:
    row = (
        seen.batch_id,
        seen.content_sha256,
        check.table_name,
        check.check_id,
        check.description_zh,
        check.severity,
        check.passed,
        check.failed_rows,
        check.total_rows,
        Jsonb(check.details),
    )
    connection.execute(_INSERT_CHECK, row)


def _attach(connection: Connection, seen: SeenBatch, table: StagedTable) -> None:
    """Put the table among those of its quarter and record what it holds."""
    quarter = str(seen.manifest.quarter)
    attach(connection, table.entry.table.name, quarter, seen.batch_id)
    row = (
        seen.batch_id,
        table.entry.table.name,
        table.entry.file,
        table.entry.rows,
        table.rows_loaded,
        table.rows_set_aside,
        list(table.unknown_columns),
        list(table.dropped_columns),
    )
    connection.execute(_INSERT_TABLE, row)


def attach(
    connection: Connection, table_name: str, quarter: str, batch_id: str
) -> None:
    """Make the staged table of a batch a partition of its table, in its quarter."""
    ensure = "select raw.ensure_quarter(%s, %s)"
    (name,) = connection.execute(ensure, [table_name, quarter]).fetchone()
    statement = sql.SQL("alter table {} attach partition {} for values in ({})")
    connection.execute(
        statement.format(
            sql.Identifier("raw", name),
            staged_name(table_name, batch_id),
            sql.Literal(batch_id),
        )
    )


def _take_over(connection: Connection, name: str, batch_id: str) -> None:
    """Move the rows of a staged side table into the table that all batches share."""
    insert = sql.SQL("insert into {} select * from {}")
    staged = staged_name(name, batch_id)
    connection.execute(insert.format(sql.Identifier("raw", name), staged))
