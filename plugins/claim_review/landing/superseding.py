"""Later rows win: which rows have a later version of the same key.

Adding versions never makes an old row current again, so marks are only added.
"""

from psycopg import Connection, sql

from claim_review.landing.dictionary import LOCAL_ZONE, Table
from claim_review.landing.manifest import Manifest

_WITHIN = """
insert into {superseded}
select {table}, {batch_id}, line_number
from (
    select
        line_number,
        row_number() over (
            partition by {key}
            order by
                coalesce(exch_updt_time::timestamp, {extracted_to}) desc,
                line_number desc
        ) as recency
    from {staged}
    where ({key}) in (select {key} from {staged} group by {key} having count(*) > 1)
) as versions
where recency > 1
"""

_ACROSS = """
insert into raw.row_superseded
with earlier as (
    select {selected}, batch_id, line_number, exch_updt_time
    from {parent}
    where batch_id <> {batch_id}
      and ({key}) in (select {key} from {staged})
),
versions as (
    select {names}, batch_id, line_number, exch_updt_time from earlier
    union all
    select {selected}, batch_id, line_number, exch_updt_time
    from {staged}
    where ({key}) in (select {names} from earlier)
),
ranked as (
    select
        versions.batch_id,
        versions.line_number,
        row_number() over (
            partition by {names}
            order by
                coalesce(
                    versions.exch_updt_time::timestamp,
                    batch.extracted_to at time zone {zone}
                ) desc,
                batch.load_number desc,
                versions.line_number desc
        ) as recency
    from versions
    join raw.batch on batch.batch_id = versions.batch_id and batch.status = 'loaded'
)
select {table}, batch_id, line_number
from ranked
where recency > 1
on conflict do nothing
"""

_HAS_OTHERS = """
select count(*) > 1 from pg_partition_tree(('raw.' || %s)::regclass) where level = 2
"""


def mark_within(
    connection: Connection,
    table: Table,
    manifest: Manifest,
    staged: sql.Identifier,
    superseded: sql.Identifier,
) -> int:
    """Write the rows that a later row of the same file replaces; return how many."""
    query = sql.SQL(_WITHIN).format(
        superseded=superseded,
        table=sql.Literal(table.name),
        batch_id=sql.Literal(manifest.batch_id),
        extracted_to=sql.SQL("({} at time zone {})").format(
            sql.Literal(manifest.extracted_to), sql.Literal(LOCAL_ZONE)
        ),
        staged=staged,
        **key_parts(table),
    )
    return connection.execute(query).rowcount


def mark_across(
    connection: Connection, table: Table, batch_id: str, staged: sql.Identifier
) -> int:
    """Mark what an attached batch replaces in others, and others in it.

    Return the number of new marks. `raw.batch` must already list the batch.
    """
    if not connection.execute(_HAS_OTHERS, [table.name]).fetchone()[0]:
        return 0
    query = sql.SQL(_ACROSS).format(
        parent=sql.Identifier("raw", table.name),
        table=sql.Literal(table.name),
        batch_id=sql.Literal(batch_id),
        staged=staged,
        zone=sql.Literal(LOCAL_ZONE),
        **key_parts(table),
    )
    return connection.execute(query).rowcount


def key_parts(table: Table) -> dict[str, sql.Composed]:
    """Return the key of a table as expressions, as a select list and as plain names.

    A day written in two ways is still the same key, so the expressions are typed.
    """
    names = [sql.Identifier(column.name) for column in table.key]
    typed = [
        sql.SQL("{}::{}").format(name, sql.SQL(column.type))
        for name, column in zip(names, table.key, strict=True)
    ]
    selected = [
        sql.SQL("{} as {}").format(value, name)
        for value, name in zip(typed, names, strict=True)
    ]
    return {
        "key": sql.SQL(", ").join(typed),
        "selected": sql.SQL(", ").join(selected),
        "names": sql.SQL(", ").join(names),
    }
