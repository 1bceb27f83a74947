"""Who is touched by the batches that came since a review of a quarter."""

from datetime import timedelta
from pathlib import Path

from psycopg import Connection, sql

from claim_review.landing.dictionary import Table, tables
from claim_review.quarters import Quarter

_FOLDER = Path(__file__).parent
# Readmissions are looked for up to this many days after a discharge (K20).
_READMISSION_DAYS = 30
# Tables with one person's own data; a batch may send them all again, mostly unchanged.
_REGISTERS = ("psn_info_b", "psn_insu_d", "opsp_reg_d")
_NOT_CONTENT = {"exch_updt_time"}

# Whose content differs from any version of before, be that in force or not.
_CHANGED_REGISTER = """
insert into touched.person
with versions as (
    select
        rows.*,
        batch.load_number > %(old_load)s as is_new,
        hashtextextended(row({content})::text, 0) as content
    from raw.{table} as rows
    inner join raw.batch on rows.batch_id = batch.batch_id and batch.status = 'loaded'
    where ({key}) in (
        select {key} from raw.{table} as rows where batch_id = any(%(batches)s)
    )
),
changed as (
    select {key}
    from versions as rows
    group by {key}
    having bool_and(is_new) or count(distinct content) > 1
)
select distinct rows.psn_no
from versions as rows
inner join raw.setl_d as settlements on rows.psn_no = settlements.psn_no
where
    ({key}) in (select * from changed)
    and left(settlements.setl_time, 10) >= %(since)s
    and left(settlements.setl_time, 10) < %(before)s
on conflict do nothing
"""


def find(
    connection: Connection, quarter: str, batches: list[str], old_load: int
) -> int:
    """Write to `touched` whom the batches touch, for a review of the quarter.

    `old_load` is the last load that the review before read. Returns how many people.
    Touched is who has a new or changed row that such a review reads, who shares an
    encounter, a settlement, a reversal or a trace code with one, and all their rows.
    """
    before = Quarter.parse(quarter).next.first_day
    values = {
        "batches": batches,
        "old_load": old_load,
        # Scans of trace codes are looked back on longest.
        "since": Quarter.parse(quarter).shift(-8).first_day.isoformat(),
        "before": before.isoformat(),
        "seen_until": (before + timedelta(days=_READMISSION_DAYS)).isoformat(),
    }
    with connection.transaction():
        _run(connection, "people.sql", values)
        for name in _REGISTERS:
            connection.execute(_changed_register(tables()[name]), values)
        return widen(connection)


def widen(connection: Connection) -> int:
    """Take in all rows of the touched, and whoever shares them; return how many."""
    people = -1
    while people != (people := _count(connection)):
        _run(connection, "closure.sql", {})
    return people


def _count(connection: Connection) -> int:
    return connection.execute("select count(*) from touched.person").fetchone()[0]


def _run(connection: Connection, file: str, values: dict) -> None:
    for statement in (_FOLDER / file).read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            connection.execute(statement, values)


def _changed_register(table: Table) -> sql.Composed:
    content = [c.name for c in table.columns if c.name not in _NOT_CONTENT]
    return sql.SQL(_CHANGED_REGISTER).format(
        table=sql.Identifier(table.name),
        content=_listed(content),
        key=_listed([c.name for c in table.key]),
    )


def _listed(names: list[str]) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier("rows", name) for name in names)
