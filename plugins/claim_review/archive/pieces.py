"""The parts of a quarter that an archive holds, and how each is counted and copied."""

import gzip
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from psycopg import Connection, sql

from claim_review.archive.manifest import ArchivedFile

# What happens to people moves out. Registers and catalogues (institutions, persons,
# doctors, items, stocks) stay: later quarters read what an earlier batch said of them.
MOVED = (
    "setl_d",
    "mdtrt_d",
    "fee_list_d",
    "setl_diag_list_d",
    "mdcs_fund_setl_list_oprn_d",
    "fee_trac_d",
    "selfpay_sale_d",
    "bffact_warn_rslt_d",
)
SIDES = ("row_set_aside", "row_superseded")
# Copied but not moved: they are few, and later reviews prove their coverage by them.
COPIED = ("fct_rule_hits", "fct_institution_signals")
_SUMMED = {
    "setl_d": ("medfee_sumamt", "fund_pay_sumamt"),
    "fee_list_d": ("det_item_fee_sumamt",),
    "fct_rule_hits": ("hit_fund_amount", "attributed_fund_amount"),
}
_CHUNK = 1024 * 1024

_BATCHES = """
select told.table_name, told.batch_id
from raw.batch_table as told
inner join raw.batch as batches on told.batch_id = batches.batch_id
where
    batches.quarter = %s and batches.status = 'loaded' and told.table_name = any(%s)
order by 1, batches.load_number
"""
_DIGEST = """
select
    count(*),
    coalesce(sum(('x' || left(hash, 16))::bit(64)::bigint::numeric), 0)::text
from (select md5(row({columns})::text) as hash from {rows}) as hashed
"""


@dataclass(frozen=True)
class Piece:
    """Rows that become one file; `where` chooses them in their relation."""

    name: str
    schema: str
    table: str
    where: sql.Composable
    batch_id: str | None = None

    @property
    def relation(self) -> sql.Identifier:
        return sql.Identifier(self.schema, self.table)


def pieces(connection: Connection, quarter: str) -> list[Piece]:
    """Return the pieces of a quarter: rows of its batches, marks on them, its facts."""
    found = connection.execute(_BATCHES, [quarter, list(MOVED)]).fetchall()
    of_batch = sql.SQL("batch_quarter = {} and batch_id = {}")
    moved = [
        Piece(
            f"raw/{table}/{batch_id}.csv.gz",
            *("raw", table, of_batch.format(quarter, batch_id), batch_id),
        )
        for table, batch_id in found
    ]
    marked = of_side(quarter)
    sides = [Piece(f"raw/{name}.csv.gz", "raw", name, marked) for name in SIDES]
    reviewed = sql.SQL("quarter = {}").format(quarter)
    copied = [Piece(f"marts/{name}.csv.gz", "marts", name, reviewed) for name in COPIED]
    return [*moved, *sides, *copied]


def of_side(quarter: str) -> sql.Composed:
    """Return what chooses the marks on rows that are moved out."""
    return sql.SQL(
        "table_name = any({}) and batch_id in ("
        "select batches.batch_id from raw.batch as batches "
        "where batches.quarter = {} and batches.status = 'loaded')"
    ).format(list(MOVED), quarter)


def columns_of(connection: Connection, piece: Piece) -> list[str]:
    """Return the columns of the piece's relation in their order."""
    cursor = connection.execute(
        sql.SQL("select * from {} limit 0").format(piece.relation)
    )
    return [column.name for column in cursor.description]


def digest(
    connection: Connection, rows: sql.Composable, columns: list[str]
) -> tuple[int, str]:
    """Return the number of rows and a sum over their hashes, whatever their order."""
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    return connection.execute(
        sql.SQL(_DIGEST).format(columns=names, rows=rows)
    ).fetchone()


def copy_out(connection: Connection, folder: Path, piece: Piece) -> ArchivedFile:
    """Write a piece as compressed CSV and return what was written."""
    columns = columns_of(connection, piece)
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    query = sql.SQL("select {} from {} where {}").format(
        names, piece.relation, piece.where
    )
    file = folder / piece.name
    file.parent.mkdir(parents=True, exist_ok=True)
    statement = sql.SQL("copy ({}) to stdout (format csv, header)").format(query)
    with (
        gzip.GzipFile(file, "wb", compresslevel=4, mtime=0) as written,
        connection.cursor().copy(statement) as copy,
    ):
        for chunk in copy:
            written.write(chunk)
    rows, hashed = digest(connection, sql.SQL("({}) as piece").format(query), columns)
    with file.open("rb") as opened:
        sha256 = hashlib.file_digest(opened, "sha256").hexdigest()
    return ArchivedFile(
        name=piece.name,
        relation=f"{piece.schema}.{piece.table}",
        batch_id=piece.batch_id,
        columns=columns,
        rows=rows,
        digest=hashed,
        sums=_sums(connection, piece),
        sha256=sha256,
    )


def copy_in(
    connection: Connection, target: sql.Identifier, folder: Path, file: ArchivedFile
) -> None:
    """Copy the rows of a file into a table."""
    statement = sql.SQL("copy {} ({}) from stdin (format csv, header match)").format(
        target, sql.SQL(", ").join(map(sql.Identifier, file.columns))
    )
    with connection.cursor().copy(statement) as copy:
        for chunk in _chunks(folder / file.name):
            copy.write(chunk)


def _chunks(path: Path) -> Iterator[bytes]:
    with gzip.open(path, "rb") as opened:
        while chunk := opened.read(_CHUNK):
            yield chunk


def _sums(connection: Connection, piece: Piece) -> dict[str, str]:
    sums = {}
    for column in _SUMMED.get(piece.table, ()):
        query = sql.SQL("select coalesce(sum({}::numeric), 0)::text from {} where {}")
        name = sql.Identifier(column)
        (total,) = connection.execute(
            query.format(name, piece.relation, piece.where)
        ).fetchone()
        sums[column] = total
    return sums
