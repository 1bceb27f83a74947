"""Which cells cannot be typed: one scan finds the rows, a second names the cells."""

from psycopg import Connection, sql

from claim_review.landing.dictionary import Column, Table

# The shapes of a timestamp with its digits taken away. PostgreSQL alone would also
# read 'now', '01/02/2025' and '20250102'.
_TIMESTAMP_SHAPES = "('--', '-- ::', '-- ::.', '--T::', '--T::.')"

_BAD_TIMESTAMP = (
    "case when translate({cell}, '0123456789', '') not in " + _TIMESTAMP_SHAPES + " "
    "or {cell} not like '____-__-__%' then 'not a time such as 2025-01-31 08:30:00' "
    "when not pg_input_is_valid({cell}, 'timestamp') then 'no such date or time' end"
)
# PostgreSQL would also read 'NaN', '1e3', '1_000' and '0x1F'.
_BAD_NUMBER = (
    "case when {cell} ~ '[^0-9.+-]' or not pg_input_is_valid({cell}, 'numeric') "
    "then 'not a number' "
    "when not pg_input_is_valid({cell}, {type}) then 'does not fit ' || {type} end"
)
_EMPTY_KEY = "case when coalesce(btrim({cell}), '') = '' then 'empty key' end"

_SET_ASIDE = """
with bad_rows as materialized (
    select * from {partition} where {suspicion}
),
bad_cells as (
    select
        bad_rows.line_number,
        cell.column_name,
        cell.value,
        cell.reason,
        row_number() over named_in_order as cell_number,
        string_agg(cell.column_name, ', ') over later_cells as also_bad
    from bad_rows
    cross join lateral (values {cells}) as cell (position, column_name, value, reason)
    where cell.reason is not null
    window
        named_in_order as (partition by bad_rows.line_number order by cell.position),
        later_cells as (
            partition by bad_rows.line_number
            order by cell.position
            rows between 1 following and unbounded following
        )
)
insert into {set_aside}
select
    bad_rows.batch_id,
    {table},
    line_number,
    bad_cells.column_name,
    bad_cells.value,
    bad_cells.reason || coalesce('; also bad: ' || bad_cells.also_bad, ''),
    jsonb_strip_nulls(to_jsonb(bad_rows)) - 'batch_id' - 'line_number'
from bad_rows
join bad_cells using (line_number)
where bad_cells.cell_number = 1
"""

_DELETE = """
delete from {partition} as loaded
using {set_aside} as aside
where aside.table_name = {table} and aside.line_number = loaded.line_number
"""


def set_bad_rows_aside(
    connection: Connection,
    table: Table,
    partition: sql.Identifier,
    set_aside: sql.Identifier,
) -> int:
    """Move the rows with a cell that cannot be typed; return how many there were."""
    cells = [
        sql.SQL("({}, {}, {}, {})").format(position, column.name, name, reason)
        for position, column in enumerate(table.columns)
        for name, reason in [(sql.Identifier(column.name), bad_cell(column))]
        if reason is not None
    ]
    parts = {
        "partition": partition,
        "set_aside": set_aside,
        "table": sql.Literal(table.name),
        "suspicion": _suspicion(table),
        "cells": sql.SQL(", ").join(cells),
    }
    count = connection.execute(sql.SQL(_SET_ASIDE).format(**parts)).rowcount
    if count:
        connection.execute(sql.SQL(_DELETE).format(**parts))
    return count


def bad_cell(column: Column) -> sql.Composed | None:
    """Return SQL for why a cell of the column is bad, null when it is good."""
    reasons = []
    if column.is_key:
        reasons.append(_EMPTY_KEY)
    if column.type == "timestamp":
        reasons.append(_BAD_TIMESTAMP)
    elif column.is_number:
        reasons.append(_BAD_NUMBER)
    if not reasons:
        return None
    return sql.SQL("coalesce(" + ", ".join([*reasons, "null"]) + ")").format(
        cell=sql.Identifier(column.name), type=sql.Literal(column.type)
    )


def _suspicion(table: Table) -> sql.Composed:
    """Return SQL that is true for every row with a bad cell, cheap for good rows.

    One pattern over all numbers of a row costs less than one per number.
    """
    tests = [
        sql.SQL("{} is not null").format(bad_cell(column))
        for column in table.columns
        if column.is_key or column.type == "timestamp"
    ]
    numbers = [column for column in table.columns if column.is_number]
    tests += [
        sql.SQL("not pg_input_is_valid({}, {})").format(
            sql.Identifier(column.name), sql.Literal(column.type)
        )
        for column in numbers
    ]
    if numbers:
        names = sql.SQL(", ").join(sql.Identifier(column.name) for column in numbers)
        tests.append(sql.SQL("concat({}) ~ '[^0-9.+-]'").format(names))
    return sql.SQL(" or ").join(tests)
