"""The second engine: the same facts and rules on DuckDB, from the same staged rows."""

import json
import os
from decimal import Decimal
from pathlib import Path

import duckdb
import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from claim_review import dbt

TYPES = {"text": "varchar", "bigint": "bigint", "integer": "integer"}
COLUMNS = """
    select column_name, data_type, numeric_precision, numeric_scale
    from information_schema.columns
    where table_schema = 'staging' and table_name = %s order by ordinal_position
"""


def _type(column: tuple) -> str:
    _, name, precision, scale = column
    if name == "numeric":
        return f"decimal({precision or 30},{scale or 6})"
    return TYPES.get(name, name.removesuffix(" without time zone"))


def copy_staging(url: str, file: Path) -> None:
    """Copy every staging view of the warehouse into a DuckDB file, typed and whole."""
    with psycopg.connect(url) as warehouse, duckdb.connect(str(file)) as duck:
        duck.execute("create schema if not exists staging")
        views = warehouse.execute(
            "select table_name from information_schema.views "
            "where table_schema = 'staging' order by 1"
        ).fetchall()
        for (view,) in views:
            columns = warehouse.execute(COLUMNS, [view]).fetchall()
            rows = file.with_name(f"{view}.csv")
            copy = sql.SQL("copy (select * from staging.{}) to stdout (format csv)")
            with (
                rows.open("wb") as out,
                warehouse.cursor().copy(copy.format(sql.Identifier(view))) as copying,
            ):
                out.writelines(copying)
            types = ", ".join(f"'{c[0]}': '{_type(c)}'" for c in columns)
            duck.execute(
                f"create table staging.{view} as select * from read_csv("
                f"'{rows}', columns = {{{types}}}, header = false, nullstr = '', "
                "auto_detect = false, allow_quoted_nulls = false, "
                "quote = '\"', escape = '\"')"
            )
            rows.unlink()


def build(file: Path, target: Path, quarter: str, more_lists: Path) -> None:
    """Build lists, facts and rules of the quarter on DuckDB, from its staged rows.

    The rows in `more_lists` are added to the starter lists.
    """
    os.environ["CLAIM_REVIEW_DUCKDB"] = str(file)
    engine = ["--target", "portable", "--quiet"]
    variables = {"quarter": quarter}
    dbt.invoke(["seed", *engine], target, variables)
    with duckdb.connect(str(file)) as duck:
        for path in sorted(more_lists.glob("*.csv")):
            duck.execute(
                f"insert into lists.{path.stem} by name select * from "
                f"read_csv('{path}', all_varchar = true, nullstr = '')"
            )
    select = ["--select", "path:models/intermediate", "tag:rule"]
    dbt.invoke(["run", *engine, *select], target, variables)


def normal(row: dict) -> tuple:
    """Return a row so that both engines' spelling of numbers, moments, JSON is one."""

    def value(cell):
        if isinstance(cell, str) and cell[:1] == "{":
            cell = json.loads(cell, parse_float=Decimal)
        if isinstance(cell, str) and cell[10:11] == "T" and cell[13:14] == ":":
            return cell.replace("T", " ")
        if isinstance(cell, dict):
            return tuple(sorted((key, value(item)) for key, item in cell.items()))
        if isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
            return Decimal(str(cell)).normalize()
        return cell

    return tuple(value(row[name]) for name in sorted(row))


def rows_of_postgres(url: str, relation: str) -> set[tuple]:
    with psycopg.connect(url, row_factory=dict_row) as connection:
        found = connection.execute(f"select * from {relation}").fetchall()
    return {normal(row) for row in found}


def rows_of_duckdb(file: Path, relation: str) -> set[tuple]:
    with duckdb.connect(str(file)) as duck:
        result = duck.execute(f"select * from {relation}")
        names = [column[0] for column in result.description]
        return {normal(dict(zip(names, row, strict=True))) for row in result.fetchall()}
