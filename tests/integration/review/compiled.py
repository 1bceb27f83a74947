"""The project's own SQL, compiled once, for tests that run it many times."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import psycopg
from hypothesis import HealthCheck, Phase, settings
from psycopg import sql
from psycopg.rows import dict_row
from tests.batches import Row
from tests.pipeline import QUARTER, run_dbt

from claim_review import dbt

BATCH = "random"
# An example takes milliseconds. Explaining a failure would take minutes.
OFTEN = settings(
    max_examples=50,
    deadline=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)


def built(url: str, select: list[str]) -> dict[str, str]:
    """Make the selected models; return the models' SQL in build order."""
    dbt.connect_by(url)
    results = run_dbt("run", "--select", *select)
    with psycopg.connect(url) as connection:
        for table in ("setl_d", "mdtrt_d", "fee_list_d"):
            partition = sql.SQL(
                "create table raw.{} partition of raw.{} for values in ({})"
            ).format(
                sql.Identifier(f"{table}_{BATCH}"),
                sql.Identifier(table),
                sql.Literal(QUARTER),
            )
            connection.execute(partition)
    return _tables(results)


def compiled(url: str, select: list[str]) -> dict[str, str]:
    """Return the SQL of the selected models without making any of them."""
    dbt.connect_by(url)
    return _tables(run_dbt("compile", "--select", *select))


def _tables(results: list) -> dict[str, str]:
    nodes = [result.node for result in results]
    return {
        node.name: node.compiled_code
        for node in nodes
        if node.resource_type == "model" and node.config.materialized == "table"
    }


@contextmanager
def undone(url: str) -> Iterator[psycopg.Connection]:
    """Open a connection whose changes are undone in the end."""
    with psycopg.connect(url, row_factory=dict_row) as connection:
        yield connection
        connection.rollback()


def write_raw(connection: psycopg.Connection, table: str, rows: Iterable[Row]) -> None:
    """Write rows of one landing table, in this order; empty cells become null."""
    rows = list(rows)
    if not rows:
        return
    names = ["batch_id", "batch_quarter", "line_number", *rows[0]]
    copy = sql.SQL("copy raw.{} ({}) from stdin").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, names))
    )
    with connection.cursor().copy(copy) as copying:
        for number, row in enumerate(rows, start=2):
            cells = (cell or None for cell in row.values())
            copying.write_row([BATCH, QUARTER, number, *cells])


def run(connection: psycopg.Connection, schema: str, models: dict[str, str]) -> None:
    """Fill the empty tables of the models, in their order."""
    for name, query in models.items():
        connection.execute(f"insert into {schema}.{name} {query}")
