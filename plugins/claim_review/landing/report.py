"""What is said of one batch: stored with it, and shown on its quality page."""

from dataclasses import asdict, dataclass
from typing import Any

from psycopg import Connection, sql
from psycopg.rows import dict_row

from claim_review.landing.folder import SeenBatch
from claim_review.landing.gate.result import CheckResult
from claim_review.landing.staging import StagedTable, staged_name

_EXAMPLES = 3

_SET_ASIDE = """
select
    table_name,
    column_name,
    split_part(reason, ';', 1) as reason,
    count(*) as rows,
    (array_agg(
        jsonb_build_object('line_number', line_number, 'value', left(value, 60))
        order by line_number
    ))[1:{examples}] as examples
from {set_aside}
group by 1, 2, 3
order by rows desc, table_name, column_name
"""


@dataclass(frozen=True)
class Report:
    """The outcome of one load; `reason` says why a batch was refused."""

    status: str
    reason: str | None
    tables: tuple[dict[str, Any], ...] = ()
    set_aside: tuple[dict[str, Any], ...] = ()
    unknown_tables: tuple[str, ...] = ()
    unlisted_files: tuple[str, ...] = ()
    checks: tuple[CheckResult, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the report as JSON values; the quality page is made from it."""
        return asdict(self)


def loaded_or_refused(
    connection: Connection,
    seen: SeenBatch,
    staged: list[StagedTable],
    checks: list[CheckResult],
) -> Report:
    """Return the report of a staged batch; a failed critical check refuses it."""
    failed = [
        check for check in checks if check.severity == "critical" and not check.passed
    ]
    return Report(
        status="refused" if failed else "loaded",
        reason="; ".join(map(_failure, failed)) or None,
        tables=tuple(map(_table_facts, staged)),
        set_aside=_set_aside_facts(connection, seen.batch_id),
        unknown_tables=seen.manifest.unknown_tables,
        unlisted_files=seen.unlisted_files,
        checks=tuple(checks),
    )


def _failure(check: CheckResult) -> str:
    """Return the figures of a failed critical check in one line."""
    if check.total_rows is None:
        return f"check {check.check_id} failed: found {check.details['observed']:g}"
    allowed = round(check.details["at_most"] * check.total_rows)
    return (
        f"check {check.check_id} failed: {check.failed_rows} of {check.total_rows} "
        f"rows, at most {allowed} may"
    )


def _table_facts(table: StagedTable) -> dict[str, Any]:
    return {
        "table_name": table.entry.table.name,
        "label": table.entry.table.label,
        "file": table.entry.file,
        "rows_in_file": table.entry.rows,
        "rows_loaded": table.rows_loaded,
        "rows_set_aside": table.rows_set_aside,
        "unknown_columns": list(table.unknown_columns),
        "dropped_columns": list(table.dropped_columns),
    }


def _set_aside_facts(
    connection: Connection, batch_id: str
) -> tuple[dict[str, Any], ...]:
    """Return the set-aside rows of a staged batch by table, column and reason."""
    query = sql.SQL(_SET_ASIDE).format(
        set_aside=staged_name("row_set_aside", batch_id),
        examples=sql.Literal(_EXAMPLES),
    )
    with connection.cursor(row_factory=dict_row) as cursor:
        return tuple(cursor.execute(query).fetchall())


def refusal_report(seen: SeenBatch, reason: str) -> Report:
    """Return the report of a batch that was refused before its rows were looked at."""
    return Report(
        status="refused",
        reason=reason,
        unknown_tables=seen.manifest.unknown_tables if seen.manifest else (),
        unlisted_files=seen.unlisted_files,
    )
