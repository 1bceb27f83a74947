"""Runs of the review: what a quarter was judged on, and whether that still holds."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import psycopg

from claim_review import knowledge_release
from claim_review.review import cases, follow_ups, reference, run_hits
from claim_review.settings import REPO_DIR, settings
from claim_review.touched import facts, scope
from claim_review.turns import take_turn

# What decides the outcome of a review besides the data.
DECIDING = ("include/rules", "dbt_project/models", "dbt_project/macros")
DECIDING_SUFFIXES = {".sql", ".yml", ".csv"}


_FINISHED = """
select count(*) from review.run
where (run_id = %s or starts_with(run_id, %s || '~')) and status = 'reviewed'
"""
_NEWEST_LOAD = """
select coalesce(max(load_number), 0) from raw.batch where status = 'loaded'
"""


def _deciding_files(repo_dir: Path) -> Iterable[Path]:
    for folder in DECIDING:
        for path in sorted((repo_dir / folder).rglob("*")):
            if path.suffix in DECIDING_SUFFIXES:
                yield path


def fingerprint(
    connection: psycopg.Connection, quarter: str, repo_dir: Path = REPO_DIR
) -> str:
    """Return a hash over all that a quarter's review depends on: batches, rules, lists.

    All batches count, because a reversal or a stay may come with any of them; of the
    frozen releases, the one that the quarter is judged by.
    """
    digest = hashlib.sha256(rules_sha256(connection, quarter, repo_dir).encode())
    batches = connection.execute(
        """
        select batch_id, content_sha256 from raw.batch
        where status = 'loaded' order by batch_id
        """
    )
    for batch_id, content_sha256 in batches:
        digest.update(f"{batch_id} {content_sha256}\n".encode())
    return digest.hexdigest()


def rules_sha256(
    connection: psycopg.Connection, quarter: str, repo_dir: Path = REPO_DIR
) -> str:
    """Return a hash over rules, models, lists and the quarter's knowledge release."""
    digest = hashlib.sha256()
    release = knowledge_release.frozen_for(connection, quarter)
    digest.update(f"{release or 'starter lists'}\n".encode())
    for path in _deciding_files(repo_dir):
        digest.update(f"{path.relative_to(repo_dir)}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_current(connection: psycopg.Connection, quarter: str) -> bool:
    """Return whether the newest review of the quarter stands on today's data and rules.

    A quarter counts as current only when its report has been published too.
    """
    newest = connection.execute(
        """
        select fingerprint, status, reported_at from review.run
        where quarter = %s order by started_at desc limit 1
        """,
        (quarter,),
    ).fetchone()
    return (
        newest is not None
        and newest[0] == fingerprint(connection, quarter)
        and newest[1] == "reviewed"
        and newest[2] is not None
    )


def begin(
    url: str, run_id: str, quarter: str, as_of: datetime, started_at: datetime
) -> dict[str, str]:
    """Record that a review has begun and return what its layers are built with.

    It is judged by the newest release frozen for the quarter or an earlier one, by the
    starter lists while there is none. Rows that were added to `include/process` are
    published. Beginning a run again (a retry, a cleared task) begins it anew; one that
    was finished stays and the new one is called `<run>~2`, because a report may stand
    on it. Where the facts of the quarter stand and only batches came, it screens whom
    these touch.
    """
    with psycopg.connect(url) as connection:
        # Facts that another review is building now must not be put aside.
        take_turn(connection, "layer")
        reference.publish(connection, as_of)
        release = knowledge_release.frozen_for(
            connection, quarter
        ) or knowledge_release.register(connection, as_of)
        (finished,) = connection.execute(_FINISHED, (run_id, run_id)).fetchone()
        run_id = f"{run_id}~{finished + 1}" if finished else run_id
        connection.execute("delete from review.run where run_id = %s", (run_id,))
        newest_load = connection.execute(_NEWEST_LOAD).fetchone()[0]
        rules = rules_sha256(connection, quarter)
        facts.bring(connection, quarter, settings().facts_kept)
        chosen = scope.choose(connection, quarter, rules, newest_load)
        facts.begin(connection, quarter, run_id)
        connection.execute(
            """
            insert into review.run
            (run_id, quarter, as_of, fingerprint, knowledge_release, status, started_at,
             newest_load, rules_sha256, scope, scope_reason)
            values (%s, %s, %s, %s, %s, 'running', %s, %s, %s, %s, %s)
            """,
            (
                *(run_id, quarter, as_of, fingerprint(connection, quarter)),
                *(release, started_at),
                *(newest_load, rules, chosen.scope, chosen.reason),
            ),
        )
    print(f"{quarter} is screened {chosen.scope}: {chosen.reason}", flush=True)
    return {
        "run_id": run_id,
        "quarter": quarter,
        "knowledge_release": release,
        "as_of": as_of.isoformat(),
    }


def record_node(
    connection: psycopg.Connection, run_id: str, layer: str, node: dict
) -> None:
    """Record how one dbt node ended; a node that is built again replaces its row."""
    connection.execute(
        """
        insert into review.run_node
        (run_id, layer, node_id, resource_type,
         status, seconds, rows, message, finished_at)
        values (%(run_id)s, %(layer)s, %(node_id)s, %(resource_type)s,
                %(status)s, %(seconds)s, %(rows)s, %(message)s, %(finished_at)s)
        on conflict (run_id, layer, node_id) do update set
            status = excluded.status, seconds = excluded.seconds, rows = excluded.rows,
            message = excluded.message, finished_at = excluded.finished_at
        """,
        {"run_id": run_id, "layer": layer, **node},
    )


def open_cases(url: str, review: dict[str, str]) -> int:
    """Open a case for each new hit that people decide on; return how many."""
    as_of = datetime.fromisoformat(review["as_of"])
    with psycopg.connect(url) as connection:
        run_hits.keep(connection, review["run_id"])
        opened = cases.open_cases(connection, review["quarter"], as_of)
        follow_ups.propose(connection, review["run_id"], as_of)
        return opened


def end(url: str, review: dict[str, str], now: datetime) -> None:
    """Record that all layers of a review have been built and its coverage is proven."""
    with psycopg.connect(url) as connection:
        newest_load, rules = connection.execute(
            """
            update review.run set status = 'reviewed', finished_at = %s
            where run_id = %s returning newest_load, rules_sha256
            """,
            (now, review["run_id"]),
        ).fetchone()
        facts.finish(
            connection,
            facts.FactsOf(
                quarter=review["quarter"],
                run_id=review["run_id"],
                newest_load=newest_load,
                rules_sha256=rules,
                references_sha256=scope.references_sha256(connection),
            ),
        )


def mark_reported(url: str, quarter: str, now: datetime) -> None:
    """Record that the report of the quarter's newest review has been published."""
    with psycopg.connect(url) as connection:
        connection.execute(
            """
            update review.run set reported_at = %s
            where run_id = (
                select run_id from review.run
                where quarter = %s order by started_at desc limit 1
            )
            """,
            (now, quarter),
        )
