"""Whether the rows of a quarter's batches are those that the batches brought."""

from decimal import Decimal

from psycopg import Connection, sql

from claim_review.archive.check import Outcome, said
from claim_review.landing.dictionary import Table, tables
from claim_review.landing.sums import sum_with_set_aside
from claim_review.landing.superseding import key_parts

_ROWS = """
with found as (
    select batch_id, count(*) as rows
    from {table}
    where batch_quarter = %(quarter)s
    group by batch_id
),

aside as (
    select batch_id, count(*) as rows
    from raw.row_set_aside
    where table_name = %(table)s
    group by batch_id
),

stated as (
    select told.batch_id, told.rows_loaded, told.rows_set_aside, told.rows_in_file
    from raw.batch_table as told
    inner join raw.batch as batches on told.batch_id = batches.batch_id
    where
        told.table_name = %(table)s
        and batches.quarter = %(quarter)s
        and batches.status = 'loaded'
)

select
    %(table)s as table_name,
    coalesce(stated.batch_id, found.batch_id) as batch_id,
    stated.rows_in_file,
    coalesce(found.rows, 0) as rows_found,
    coalesce(aside.rows, 0) as rows_set_aside
from stated
full join found on stated.batch_id = found.batch_id
left join aside on stated.batch_id = aside.batch_id
where
    coalesce(stated.rows_loaded, -1) <> coalesce(found.rows, 0)
    or stated.rows_set_aside <> coalesce(aside.rows, 0)
    or stated.rows_in_file <> coalesce(found.rows, 0) + coalesce(aside.rows, 0)
order by 2
"""

_VERSIONS = """
select
    %(table)s as table_name,
    concat_ws('|', {key}) as key,
    count(*) as versions,
    count(*) filter (where superseded.line_number is null) as current_versions
from {table} as versions
left join raw.row_superseded as superseded
    on
        superseded.table_name = %(table)s
        and versions.batch_id = superseded.batch_id
        and versions.line_number = superseded.line_number
where ({key}) in (select {key} from {table} where batch_quarter = %(quarter)s)
group by {key}
having count(*) filter (where superseded.line_number is null) <> 1
order by 2
"""

_MARKS = """
select superseded.table_name, superseded.batch_id, superseded.line_number
from raw.row_superseded as superseded
inner join raw.batch as batches
    on superseded.batch_id = batches.batch_id and batches.status = 'loaded'
where
    superseded.table_name = %(table)s
    and batches.quarter = %(quarter)s
    and not exists (
        select
        from {table} as marked
        where
            marked.batch_quarter = %(quarter)s
            and marked.batch_id = superseded.batch_id
            and marked.line_number = superseded.line_number
    )
order by 2, 3
"""

_SUMS = """
select batches.batch_id, told.key as table_name, stated.key as column_name, stated.value
from raw.batch as batches
cross join json_each(batches.manifest -> 'tables') as told
cross join json_each_text(told.value -> 'sums') as stated
where batches.quarter = %s and batches.status = 'loaded'
order by 1, 2, 3
"""


def raw_outcomes(connection: Connection, quarter: str) -> list[Outcome]:
    """Return the outcomes of all checks on the rows of a quarter's batches."""
    return [
        Outcome(
            "Rows of raw and rows set aside are those that the batches brought.",
            _broken(connection, quarter, _ROWS),
        ),
        Outcome("Sums are those of the manifests.", _wrong_sums(connection, quarter)),
        Outcome(
            "Of each key one version is current.",
            _broken(connection, quarter, _VERSIONS),
        ),
        Outcome(
            "Each row that is marked as replaced is there.",
            _broken(connection, quarter, _MARKS),
        ),
    ]


def _broken(connection: Connection, quarter: str, template: str) -> list[str]:
    """Return what does not hold in any of the tables of raw."""
    broken = []
    for table in tables().values():
        cursor = connection.execute(
            sql.SQL(template).format(
                table=sql.Identifier("raw", table.name), key=key_parts(table)["key"]
            ),
            {"quarter": quarter, "table": table.name},
        )
        names = [column.name for column in cursor.description]
        broken += [said(names, row) for row in cursor.fetchall()]
    return broken


def _wrong_sums(connection: Connection, quarter: str) -> list[str]:
    broken = []
    for batch_id, name, column, stated in connection.execute(_SUMS, [quarter]):
        table = tables().get(name)
        if table is None or table.column(column) is None:
            continue
        found = _sum(connection, table, batch_id, quarter, column)
        if found != Decimal(stated):
            broken.append(
                f"batch_id={batch_id} table_name={name} column_name={column} "
                f"stated={stated} found={found}"
            )
    return broken


def _sum(
    connection: Connection, table: Table, batch_id: str, quarter: str, column: str
) -> Decimal:
    loaded = sql.SQL(
        "(select * from {} where batch_quarter = {} and batch_id = {}) as loaded"
    ).format(
        sql.Identifier("raw", table.name), sql.Literal(quarter), sql.Literal(batch_id)
    )
    aside = sql.SQL(
        "(select * from raw.row_set_aside where batch_id = {}) as aside"
    ).format(sql.Literal(batch_id))
    return sum_with_set_aside(connection, table, column, loaded, aside)
