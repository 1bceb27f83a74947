"""Releases of the knowledge lists: which state of the lists judged a hit."""

import hashlib
import json
from datetime import datetime
from pathlib import Path

import psycopg

from claim_review.settings import REPO_DIR

LISTS_DIR = REPO_DIR / "include" / "rules" / "knowledge"


def list_hashes(lists_dir: Path = LISTS_DIR) -> dict[str, str]:
    """Return the SHA-256 of each knowledge list by its name."""
    return {
        path.stem: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(lists_dir.glob("*.csv"))
    }


def frozen_for(connection: psycopg.Connection, quarter: str) -> str | None:
    """Return the frozen release that judges the quarter, None while there is none.

    That is the last version of the latest quarter that is not after this one.
    """
    row = connection.execute(
        """
        select release_id from knowledge.release
        where point_count is not null and substr(release_id, 4, 6) <= %s
        order by
            substr(release_id, 4, 6) desc,
            split_part(release_id, '.v', 2)::integer desc
        limit 1
        """,
        (quarter,),
    ).fetchone()
    return row[0] if row else None


def starter_release_id(hashes: dict[str, str]) -> str:
    """Return the id of a state of the lists: `kb-` and twelve digits of their hash.

    The same lists always carry the same id.
    """
    return f"kb-{_digest(hashes)[:12]}"


def _digest(hashes: dict[str, str]) -> str:
    return hashlib.sha256(json.dumps(hashes, sort_keys=True).encode()).hexdigest()


def register(connection: psycopg.Connection, now: datetime) -> str:
    """Return the id of the lists' present state, recording it when it is new."""
    lists = list_hashes()
    release_id = starter_release_id(lists)
    connection.execute(
        """
        insert into knowledge.release (release_id, content_sha256, lists, registered_at)
        values (%s, %s, %s, %s)
        on conflict (release_id) do nothing
        """,
        (release_id, _digest(lists), json.dumps(lists), now),
    )
    return release_id
