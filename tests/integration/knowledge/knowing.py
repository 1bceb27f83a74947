"""What the knowledge tests share: load, approve, release, and look."""

from datetime import UTC, date, datetime
from pathlib import Path

import psycopg
from psycopg.rows import dict_row
from tests import attachments as files

from claim_review.knowledge.attachment import read_attachment
from claim_review.knowledge.loading import Loaded, load_attachment
from claim_review.knowledge.points import Terms
from claim_review.knowledge.release import freeze
from claim_review.knowledge.standing import decide, find_source

NOW = datetime(2026, 7, 1, 9, tzinfo=UTC)
CAP_COLUMNS = (
    "kp_id,med_list_codg,item_name,max_quantity,unit,basis,source,"
    "published_at,valid_from,valid_to,scope"
)
ITEM = files.service(1)
FIRST = "kb_2025Q3.v1"


def load(
    url: str,
    path: Path,
    published_at: date = date(2025, 5, 23),
    valid_from: date = date(2025, 1, 1),
    valid_to: date | None = None,
    scope: str = "national",
    replaces: str | None = None,
) -> Loaded:
    terms = Terms(published_at, valid_from, valid_to, scope)
    with psycopg.connect(url) as connection:
        return load_on(connection, path, terms, replaces)


def load_on(
    connection: psycopg.Connection,
    path: Path,
    terms: Terms,
    replaces: str | None = None,
) -> Loaded:
    attachment = read_attachment(path)
    return load_attachment(connection, attachment, terms, replaces, "张三", NOW)


def approve(url: str, name: str, standing: str = "approved", **kwargs) -> int:
    with psycopg.connect(url) as connection:
        return approve_on(connection, name, standing, **kwargs)


def approve_on(
    connection: psycopg.Connection, name: str, standing: str = "approved", **kwargs
) -> int:
    source = find_source(connection, name)
    return decide(connection, source, standing, "李四", "会议纪要1号", NOW, **kwargs)


def load_approved(url: str, path: Path, **kwargs) -> Loaded:
    loaded = load(url, path, **kwargs)
    approve(url, loaded.source_id)
    return loaded


def release(url: str, release_id: str, lists_dir: Path) -> list[dict]:
    """Freeze a release; return its points."""
    with psycopg.connect(url) as connection:
        return release_on(connection, release_id, lists_dir)


def release_on(
    connection: psycopg.Connection, release_id: str, lists_dir: Path
) -> list[dict]:
    freeze(connection, release_id, "李四", "会议纪要2号", NOW, lists_dir)
    with connection.cursor(row_factory=dict_row) as cursor:
        cursor.execute(
            "select * from knowledge.release_point where release_id = %s "
            "order by list_id, item_key, kp_id, valid_from",
            (release_id,),
        )
        return cursor.fetchall()


def days(rows: list[dict], *names: str) -> list[tuple]:
    """Return the named columns or facts of the rows, then their days."""
    return [
        (
            *(row[name] if name in row else row["facts"].get(name) for name in names),
            str(row["valid_from"]),
            str(row["valid_to"] or ""),
        )
        for row in rows
    ]


def fetch(url: str, query: str, *values: object) -> list[dict]:
    with psycopg.connect(url, row_factory=dict_row) as connection:
        return connection.execute(query, values).fetchall()


def starter_list(folder: Path, name: str, *rows: str) -> Path:
    """Write a starter list of lines; return its folder."""
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.csv").write_text("\n".join(rows) + "\n", "utf-8")
    return folder


def starter_caps(folder: Path, *rows: tuple) -> Path:
    """Write daily_caps.csv: code, cap, first and last day, scope."""
    lines = [
        f"daily_cap-{code},{code},甲,{cap},日,依据,出处,,{begin},{end},{scope}"
        for code, cap, begin, end, scope in rows
    ]
    return starter_list(folder / "lists", "daily_caps", CAP_COLUMNS, *lines)


def cap_file(path: Path, cap: int, code: str = ITEM) -> Path:
    return files.caps(path, [(code, cap, "日")])
