"""Every proof that can be had of a quarter, from rows of raw to files sent."""

from pathlib import Path

import psycopg
from psycopg import Connection

from claim_review import warehouse
from claim_review.archive.check import Outcome, said
from claim_review.archive.kept_files import difference, file_outcomes
from claim_review.archive.manifest import read_manifest
from claim_review.archive.raw_checks import raw_outcomes
from claim_review.quarters import Quarter

_CHECKS = Path(__file__).parent / "checks"
_ARCHIVE = """
select folder from raw.archived_quarter where quarter = %s and restored_at is null
"""
_KNOWN = """
select
    exists (select from raw.batch where quarter = %(quarter)s)
    or exists (select from review.run where quarter = %(quarter)s)
"""


class DoesNotHoldError(warehouse.RefusedError):
    """Something that must hold of a quarter does not; the message says all outcomes."""


def verify_or_fail(url: str, quarter: str, var_dir: Path) -> str:
    """Return a line per check; raise DoesNotHoldError with them when one fails."""
    Quarter.parse(quarter)
    with psycopg.connect(url) as connection:
        # One moment for all checks, whatever goes on meanwhile.
        connection.execute("set transaction isolation level repeatable read read only")
        outcomes = verify(connection, quarter, var_dir)
    text = "\n".join(outcome.text() for outcome in outcomes)
    failed = sum(bool(outcome.broken) for outcome in outcomes)
    if failed:
        raise DoesNotHoldError(
            f"{text}\n{quarter}: {failed} of {len(outcomes)} checks do not hold"
        )
    return f"{text}\n{quarter}: {len(outcomes)} checks hold"


def verify(connection: Connection, quarter: str, var_dir: Path) -> list[Outcome]:
    """Return the outcome of every check; raise RefusedError for an unknown quarter.

    Of a quarter whose rows are in the archive, its files are looked at instead.
    """
    if not connection.execute(_KNOWN, {"quarter": quarter}).fetchone()[0]:
        raise warehouse.RefusedError(
            f"nothing is known of {quarter}: no batch, no review"
        )
    archive = connection.execute(_ARCHIVE, [quarter]).fetchone()
    rows = (
        [archive_outcome(Path(archive[0]))]
        if archive
        else raw_outcomes(connection, quarter)
    )
    checks = [_run(connection, file, quarter) for file in sorted(_CHECKS.glob("*.sql"))]
    return [*rows, *checks, *file_outcomes(connection, quarter, var_dir)]


def archive_outcome(folder: Path) -> Outcome:
    """Return whether the files of an archive are those of its manifest."""
    holds = f"Files of the archive {folder} are those of its manifest."
    try:
        manifest = read_manifest(folder)
    except warehouse.RefusedError as refusal:
        return Outcome(holds, [str(refusal)])
    found = (difference(folder / file.name, file.sha256) for file in manifest.files)
    return Outcome(holds, [why for why in found if why])


def _run(connection: Connection, file: Path, quarter: str) -> Outcome:
    query = file.read_text("utf-8")
    cursor = connection.execute(query, {"quarter": quarter})
    names = [column.name for column in cursor.description]
    holds = query.split("\n", 1)[0].removeprefix("-- ")
    return Outcome(holds, [said(names, row) for row in cursor.fetchall()])
