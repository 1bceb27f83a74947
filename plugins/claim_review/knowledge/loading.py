"""An attachment into the database: its file and its points, proposed, or nothing."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

import psycopg
from psycopg.types.json import Jsonb

from claim_review.knowledge.attachment import Attachment
from claim_review.knowledge.points import Point, Terms, content_sha256
from claim_review.knowledge.problems import KnowledgeRefusedError, Problem

_COLUMNS = (
    "list_id, kp_id, content_sha256, item_key, item_code, item_name, facts, basis, "
    "basis_text, published_at, valid_from, valid_to, scope, override_of, source_id, "
    "source_sheet, source_row, status"
)


@dataclass(frozen=True)
class Loaded:
    """What became of a file; `is_new` is false when it was there already."""

    source_id: str
    is_new: bool
    points_by_list: dict[str, int]


def source_id_of(sha256: str, *terms) -> str:
    """Return the id of a file on its terms: the same file and terms, the same id."""
    text = "|".join([sha256, *("" if term is None else str(term) for term in terms)])
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def load_attachment(
    connection: psycopg.Connection,
    attachment: Attachment,
    terms: Terms,
    replaces: str | None,
    loaded_by: str,
    now: datetime,
) -> Loaded:
    """Load the file whole; the same file on the same terms again changes nothing.

    Refuses a file that is in force on other terms.
    """
    source_id = source_id_of(attachment.sha256, *terms, replaces)
    if is_loaded(connection, attachment.file_name, attachment.sha256, source_id):
        return Loaded(source_id, False, _points_by_list(connection, source_id))
    with connection.transaction():
        add_source(
            connection,
            source_id=source_id,
            sha256=attachment.sha256,
            file_name=attachment.file_name,
            layouts=list(attachment.layouts),
            title=attachment.title,
            published_at=terms.published_at,
            valid_from=terms.valid_from,
            valid_to=terms.valid_to,
            scope=terms.scope,
            replaces=replaces,
            knowledge_points=attachment.knowledge_points,
            code_rows=attachment.rows,
            repeated_rows=attachment.repeated_rows,
            footnotes=list(attachment.footnotes),
            notices=list(attachment.notices),
            loaded_by=loaded_by,
            loaded_at=now,
        )
        _copy_points(connection, attachment.points, terms, source_id)
    return Loaded(source_id, True, _points_by_list(connection, source_id))


def is_loaded(
    connection: psycopg.Connection, file_name: str, sha256: str, source_id: str
) -> bool:
    """Return whether the file is there on these terms; refuse it on other terms."""
    known = connection.execute(
        "select from knowledge.source_file where source_id = %s", (source_id,)
    ).fetchone()
    if known is not None:
        return True
    others = connection.execute(
        """
        select source_id, published_at, valid_from, valid_to, scope, loaded_at
        from knowledge.source_file as file
        where sha256 = %s and (
            exists (
                select from knowledge.point as point
                where point.source_id = file.source_id and status <> 'withdrawn'
            )
            or exists (
                select from knowledge.crosswalk as crosswalk
                where crosswalk.source_id = file.source_id and status <> 'withdrawn'
            )
        )
        """,
        (sha256,),
    ).fetchall()
    if others:
        other, published, begin, end, scope, loaded = others[0]
        why = (
            f"the same file was loaded on {loaded:%Y-%m-%d} as {other} on other terms "
            f"(published {published}, valid {begin} to {end or 'further notice'}, "
            f"{scope}); withdraw that one first"
        )
        raise KnowledgeRefusedError(file_name, Problem("", why))
    return False


def add_source(connection: psycopg.Connection, **columns) -> None:
    """Record a file with its terms and what was found in it."""
    names = ", ".join(columns)
    values = ", ".join(f"%({name})s" for name in columns)
    connection.execute(
        f"insert into knowledge.source_file ({names}) values ({values})", columns
    )


def _copy_points(
    connection: psycopg.Connection, points: list[Point], terms: Terms, source_id: str
) -> None:
    statement = f"copy knowledge.point ({_COLUMNS}) from stdin"
    with connection.cursor().copy(statement) as copy:
        for point in points:
            copy.write_row(_record(point, terms, source_id))


def _record(point: Point, terms: Terms, source_id: str) -> tuple:
    published_at, valid_from, valid_to, scope = terms
    said = (
        point.item_key,
        point.item_code,
        point.item_name,
        point.facts,
        point.basis,
        point.basis_text,
        published_at,
        valid_from,
        valid_to,
        scope,
        point.override_of,
        source_id,
        point.sheet,
        point.row,
    )
    digest = content_sha256(point.list_id, point.kp_id, *said)
    before, facts, after = said[:3], Jsonb(point.facts), said[4:]
    return point.list_id, point.kp_id, digest, *before, facts, *after, "proposed"


def _points_by_list(connection: psycopg.Connection, source_id: str) -> dict[str, int]:
    rows = connection.execute(
        """
        select list_id, count(*) from knowledge.point
        where source_id = %s group by list_id order by list_id
        """,
        (source_id,),
    )
    return dict(rows.fetchall())


def default_valid_from(published_at: date) -> date:
    """Return the first day of the year of publication: whose catalogue it restates."""
    return date(published_at.year, 1, 1)
