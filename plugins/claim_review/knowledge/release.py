"""Releases: starter lists and approved points, frozen under a name for good."""

import json
import re
from datetime import datetime
from pathlib import Path

import psycopg
from psycopg.types.json import Jsonb
from psycopg.types.range import DateRange

from claim_review.knowledge.layouts import lists
from claim_review.knowledge.problems import KnowledgeRefusedError, Problem
from claim_review.knowledge.release_checks import check_points, check_sources
from claim_review.knowledge.starter import StarterRow, starter_rows
from claim_review.knowledge_release import LISTS_DIR, list_hashes

RELEASE_ID = re.compile(r"kb_\d{4}Q[1-4]\.v[1-9]\d*")
_STATEMENTS = (Path(__file__).parent / "release.sql").read_text("utf-8").split("----\n")

_CANDIDATE = """
create temp table candidate (
    row_id bigint generated always as identity primary key,
    rank bigint,
    is_loaded boolean not null,
    list_id text not null,
    kp_id text not null,
    content_sha256 text not null,
    item_key text not null,
    item_code text,
    item_name text,
    facts jsonb not null,
    basis text,
    basis_text text,
    published_at date,
    validity daterange not null,
    scope text not null,
    override_of text,
    source text not null,
    source_id text,
    source_row integer,
    approved_by text,
    approved_at timestamptz
) on commit drop
"""
_COPY = """
copy candidate (
    is_loaded, list_id, kp_id, content_sha256, item_key, item_code, item_name, facts,
    basis, published_at, validity, scope, override_of, source, source_row
) from stdin
"""
# Who approved and where it stood is not what a release says.
_DIGEST = """
select
    count(*),
    encode(
        sha256(convert_to(coalesce(string_agg(said, ';' order by said), ''), 'UTF8')),
        'hex'
    )
from (
    select concat_ws(
        '|', list_id, kp_id, content_sha256, item_code, item_name, facts::text,
        coalesce(valid_from::text, '-'), coalesce(valid_to::text, '-'), scope
    ) collate "C" as said
    from knowledge.release_point
    where release_id = %(release_id)s
) as point
"""


def freeze(
    connection: psycopg.Connection,
    release_id: str,
    by: str,
    document: str,
    now: datetime,
    lists_dir: Path = LISTS_DIR,
) -> int:
    """Freeze what is approved today as a release; return its number of points.

    Refuses an id that is taken or misspelt, contradicting files, overrides of points
    that do not exist, and points that do not fit the columns of their list.
    """
    if not RELEASE_ID.fullmatch(release_id):
        raise _refused(release_id, "is no release id such as kb_2025Q3.v1")
    with connection.transaction():
        connection.execute(
            "select pg_advisory_xact_lock(hashtext('knowledge.release'))"
        )
        taken = connection.execute(
            "select from knowledge.release where release_id = %s", (release_id,)
        ).fetchone()
        if taken is not None:
            raise _refused(release_id, "is frozen already; take the next version")
        connection.execute(_CANDIDATE)
        _copy_starter(connection, starter_rows(lists_dir))
        values = _values(release_id)
        for number, statement in enumerate(_STATEMENTS):
            connection.execute(statement, values)
            if number == 1:
                check_sources(connection, release_id)
        check_points(connection, release_id)
        (count, digest) = connection.execute(_DIGEST, values).fetchone()
        connection.execute(
            """
            insert into knowledge.release (
                release_id, content_sha256, lists, registered_at,
                released_by, document, point_count
            )
            values (%s, %s, %s, %s, %s, %s, %s)
            """,
            (
                release_id,
                digest,
                json.dumps(list_hashes(lists_dir)),
                now,
                by,
                document,
                count,
            ),
        )
        connection.execute("drop table candidate, covered")
    return count


def _copy_starter(connection: psycopg.Connection, rows: list[StarterRow]) -> None:
    with connection.cursor().copy(_COPY) as copy:
        for row in rows:
            copy.write_row(
                (
                    False,
                    row.list_id,
                    row.kp_id,
                    row.content_sha256,
                    row.item_key,
                    row.item_code,
                    row.item_name,
                    Jsonb(row.facts),
                    row.basis,
                    row.published_at,
                    DateRange(row.valid_from, row.valid_to, "[]"),
                    row.scope,
                    row.override_of,
                    row.source,
                    row.source_row,
                )
            )


def _values(release_id: str) -> dict:
    """Return what the statements are told of the lists."""
    known = lists().values()
    return {
        "release_id": release_id,
        "in_words": [one.id for one in known if one.repeats],
        "defaults": Jsonb({one.id: one.default for one in known}),
    }


def _refused(release_id: str, why: str) -> KnowledgeRefusedError:
    return KnowledgeRefusedError(release_id, Problem("", why))
