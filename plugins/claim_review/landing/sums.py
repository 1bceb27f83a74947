"""Whether amounts add up to what the manifest says of them."""

from collections.abc import Iterator
from decimal import Decimal

from psycopg import Connection, sql

from claim_review.landing.cells import bad_cell
from claim_review.landing.dictionary import Table
from claim_review.landing.manifest import TableEntry

_SUM = """
select round(
    coalesce(sum({column}::numeric), 0) + (
        select coalesce(sum(case when {reason} is null then {column}::numeric end), 0)
        from (
            select row_content ->> {name} as {column}
            from {set_aside}
            where table_name = {table}
        ) as aside
    ),
    2
)
from {loaded}
"""


def sum_defects(
    connection: Connection,
    name: sql.Identifier,
    set_aside: sql.Identifier,
    entry: TableEntry,
) -> Iterator[str]:
    """Yield where a sum over all rows of the file is not what the manifest says.

    A row that was set aside still counts, unless this very amount is no number.
    """
    for column_name, stated in entry.sums.items():
        found = sum_with_set_aside(
            connection, entry.table, column_name, name, set_aside
        )
        if found != stated:
            yield (
                f"{entry.file}: {column_name} adds up to {found}, "
                f"manifest.json says {stated}"
            )


def sum_with_set_aside(
    connection: Connection,
    table: Table,
    column_name: str,
    loaded: sql.Composable,
    set_aside: sql.Composable,
) -> Decimal:
    """Return the sum of a column over rows of raw and rows that were set aside."""
    column = table.column(column_name)
    query = sql.SQL(_SUM).format(
        column=sql.Identifier(column.name),
        name=sql.Literal(column.name),
        reason=bad_cell(column),
        set_aside=set_aside,
        table=sql.Literal(table.name),
        loaded=loaded,
    )
    return connection.execute(query).fetchone()[0]
