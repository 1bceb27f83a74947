"""What work leaves in the warehouse, to be compared with work that nothing hit."""

import psycopg

# Rows in an order of their own, without the numbers and moments of the work itself.
_TRACES = {
    "rows": """
        select table_name, sum(rows_loaded), sum(rows_set_aside), count(*)
        from raw.batch_table group by table_name order by table_name
    """,
    "batches": "select batch_id, status from raw.batch where status = 'loaded' "
    "order by batch_id",
    "superseded": "select table_name, count(*) from raw.row_superseded "
    "group by table_name order by table_name",
    "leftovers": r"""
        select relname from pg_class
        where
            relnamespace = 'raw'::regnamespace and relkind = 'r'
            and not relispartition and relname like '%\_\_%'
    """,
    "opened": "select count(*), md5(string_agg(hit_id, '|' order by hit_id)) "
    "from review.hit",
    "events": """
        select count(*), md5(string_agg(hit_id || event, '|' order by hit_id, event))
        from review.event
    """,
    "broken chains": "select * from review.verify_chain()",
    "ledger": "select kind, count(*), sum(amount) from review.refusal "
    "group by kind order by kind",
    "mails": "select dedupe_key, status from notify.outbox order by dedupe_key",
    "publications": "select kind, period, version, content_sha256 "
    "from notify.publication order by kind, period, version",
}
# Of the marts, which are there once a quarter was reviewed.
_REVIEWED = {
    "hits": "select count(*), md5(string_agg(hit::text, '|' order by hit_id)) "
    "from marts.fct_rule_hits as hit",
    "coverage": "select count(*), md5(string_agg(row::text, '|' order by row::text)) "
    "from marts.fct_screening_coverage as row",
}
_TABLES = """
select format('%I.%I', nspname, relname)
from pg_class inner join pg_namespace on pg_namespace.oid = relnamespace
where nspname = 'raw' and relkind = 'p'
order by 1
"""


def traces(url: str) -> dict[str, list[tuple]]:
    """Return what there is: rows of raw, hits, cases, events, ledger, mails."""
    with psycopg.connect(url) as connection:
        found = {
            name: connection.execute(query).fetchall()
            for name, query in _TRACES.items()
        }
        for (table,) in connection.execute(_TABLES).fetchall():
            count = f"select count(*) from {table}"
            found[table] = connection.execute(count).fetchall()
        is_reviewed = "select to_regclass('marts.fct_screening_coverage') is not null"
        if connection.execute(is_reviewed).fetchone()[0]:
            for name, query in _REVIEWED.items():
                found[name] = connection.execute(query).fetchall()
    return found
