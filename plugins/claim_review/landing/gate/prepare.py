"""Narrow, typed tables of one staged batch for the checks to read."""

from datetime import date
from pathlib import Path

from psycopg import Connection, sql

from claim_review.landing.dictionary import LOCAL_ZONE, tables
from claim_review.landing.manifest import Manifest
from claim_review.landing.staging import staged_name

_FOLDER = Path(__file__).parent

# Check table to the landing table that it looks at.
SUBJECTS = {
    "batch": "batch",
    "settlements": "setl_d",
    "fee_lines": "fee_list_d",
    "encounters": "mdtrt_d",
    "diagnoses": "setl_diag_list_d",
    "institutions": "fixmedins_b",
    "persons": "psn_info_b",
}
_UNKNOWN = ("settlements", "encounters", "persons", "institutions")


def prepare(connection: Connection, manifest: Manifest) -> None:
    """Make one check table per subject, beside the staged tables of the batch."""
    names = {name: staged_name(name, manifest.batch_id) for name in tables()}
    for name in _UNKNOWN:
        names[f"unknown_{name}"] = staged_name(f"unknown_{name}", manifest.batch_id)
    names["row_superseded"] = staged_name("row_superseded", manifest.batch_id)
    extracted_to = sql.Literal(manifest.extracted_to)
    values = {
        "extracted_to": sql.SQL(f"({{}} at time zone '{LOCAL_ZONE}')").format(
            extracted_to
        ),
        "quarter_begins": _day(manifest.quarter.first_day),
        "quarter_ends": _day(manifest.quarter.next.first_day),
        "is_regular": sql.Literal(manifest.kind == "regular"),
        "set_aside_counts": _set_aside_counts(manifest.batch_id),
    }
    _run(connection, "unknown_references", names)
    # Small tables that the planner has no figures for make it sort the large ones.
    for name in ("row_superseded", *(f"unknown_{name}" for name in _UNKNOWN)):
        connection.execute(sql.SQL("analyze {}").format(names[name]))
    for subject in SUBJECTS:
        target = staged_name(f"check_{subject}", manifest.batch_id)
        _run(connection, subject, {**names, **values, "target": target})
        connection.execute(sql.SQL("analyze {}").format(target))


def _set_aside_counts(batch_id: str) -> sql.Composed:
    """Return one column per landing table: its rows that were set aside."""
    count = sql.SQL("(select count(*) from {} where table_name = {}) as {}")
    set_aside = staged_name("row_set_aside", batch_id)
    return sql.SQL(", ").join(
        count.format(set_aside, sql.Literal(name), sql.Identifier(f"{name}_set_aside"))
        for name in tables()
    )


def _day(day: date) -> sql.Composed:
    return sql.SQL("{}::date").format(sql.Literal(day))


def _run(connection: Connection, name: str, parts: dict[str, sql.Composable]) -> None:
    text = (_FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    connection.execute(sql.SQL(text).format(**parts))
