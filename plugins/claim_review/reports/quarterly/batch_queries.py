"""What the quarterly report asks of batches and of the reviews made on them."""

BATCHES = """
    select
        count(*) filter (where status = 'loaded') as loaded,
        count(distinct batch_id) filter (
            where status = 'refused' and batch_id not in (
                select batch_id from raw.batch where status = 'loaded'
            )
        ) as refused,
        max(extracted_to) filter (where status = 'loaded') as cut_off
    from raw.batch
    where quarter = %(quarter)s
"""

# Who was asked for data until when; the clock of the machine that loaded it is no fact.
BATCH_LIST = """
    select
        b.batch_id,
        b.kind,
        b.status,
        b.reason,
        b.extracted_to,
        coalesce(sum(t.rows_in_file), 0)::bigint as received,
        coalesce(sum(t.rows_loaded), 0)::bigint as loaded,
        coalesce(sum(t.rows_set_aside), 0)::bigint as set_aside
    from raw.batch as b
    left join raw.batch_table as t on b.batch_id = t.batch_id and b.status = 'loaded'
    where b.quarter = %(quarter)s
    group by b.load_number, b.batch_id, b.kind, b.status, b.reason, b.extracted_to
    order by b.load_number
"""

# A review that is repeated on the same data, rules and lists is told once.
RUNS = """
    select
        min(as_of) as as_of,
        (array_agg(knowledge_release order by started_at))[1] as knowledge_release,
        fingerprint
    from review.run
    where quarter = %(quarter)s
    group by fingerprint
    order by min(started_at)
"""

ROWS = """
    select
        coalesce(sum(t.rows_in_file), 0)::bigint as received,
        coalesce(sum(t.rows_loaded), 0)::bigint as loaded,
        coalesce(sum(t.rows_set_aside), 0)::bigint as set_aside
    from raw.batch_table as t
    join raw.batch as b using (batch_id)
    where b.quarter = %(quarter)s and b.status = 'loaded'
"""

RELEASE = """
    select knowledge_release
    from review.run
    where quarter = %(quarter)s and status <> 'failed'
    order by started_at desc
    limit 1
"""
