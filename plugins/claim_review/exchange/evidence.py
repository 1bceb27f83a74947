"""Evidence: which files came with a workbook for which rows, and how they are kept."""

import hashlib
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import psycopg

from claim_review.exchange.attachments import (
    Attachment,
    AttachmentRefusedError,
    inspect,
)
from claim_review.exchange.layout import folded
from claim_review.exchange.problems import Problem
from claim_review.exchange.reading import Returned, Row
from claim_review.exchange.taking import ChangedSincePreviewError, hash_of

# With 20 MB each they stay below the 100 MB that the platform takes for an answer.
MOST_FILES = 5


def attach(
    returned: Returned, files: Sequence[Path]
) -> tuple[Returned, tuple[Attachment, ...]]:
    """Return the workbook without the rows whose files are wrong, and the good files.

    A file that nobody names harms no row; what is wrong with it is told all the same.
    """
    good: dict[str, Attachment] = {}
    wrong: dict[str, Problem] = {}
    for path in sorted(files):
        name = folded(path.name)
        try:
            if name in good:
                raise AttachmentRefusedError(f"与“{good[name].name}”同名")
            good[name] = inspect(path)
        except AttachmentRefusedError as error:
            wrong[name] = Problem(path.name, str(error))
    problems = list(wrong.values())
    rows = []
    for row in returned.rows:
        found = _row_problems(returned, row, wrong)
        problems += found
        if not found:
            rows.append(row)
    told = (*returned.problems, *problems)
    return replace(returned, rows=tuple(rows), problems=told), tuple(good.values())


def _row_problems(
    returned: Returned, row: Row, wrong: Mapping[str, Problem]
) -> list[Problem]:
    problems = []
    for column in returned.layout.answers:
        if column.kind != "files":
            continue
        where = returned.cells[row.number, column.title]
        names = named(row.answers[column.title])
        if len(set(names)) > MOST_FILES:
            why = f"列了{len(set(names))}个文件，每条最多{MOST_FILES}个"
            problems.append(Problem(where, why))
        problems += [
            Problem(where, f"文件“{wrong[name].place}”{wrong[name].why}")
            for name in names
            if name in wrong
        ]
    return problems


def named(cell: str | None) -> list[str]:
    """Return the file names in a cell, folded; semicolons are between them."""
    return [name.strip() for name in folded(cell).split(";") if name.strip()]


def names_in(returned: Returned) -> set[str]:
    """Return the names of files that its rows have, folded."""
    files = [each.title for each in returned.layout.answers if each.kind == "files"]
    return {
        name
        for row in returned.rows
        for title in files
        for name in named(row.answers[title])
    }


def sent_before(
    connection: psycopg.Connection, returned: Returned, received_at: datetime
) -> dict[str, str]:
    """Return the hashes of files that its rows name and that came with it before.

    Who corrects a row need not send again what the other rows have.
    """
    found = connection.execute(
        """
        select names.name, names.sha256
        from review.workbook_attachment as names
        inner join review.workbook_return as returns
            using (file_sha256, attached_sha256)
        where returns.workbook_id = %s and returns.received_at <= %s
        order by returns.received_at
        """,
        (returned.workbook_id, received_at),
    ).fetchall()
    names = names_in(returned)
    return {name: sha256 for name, sha256 in found if folded(name) in names}


def keep(
    connection: psycopg.Connection,
    folder: Path,
    attachments: Sequence[Attachment],
    received_at: datetime,
) -> None:
    """Keep files by their hash in a folder and in review.attachment, each once.

    Raises ChangedSincePreviewError when one is no longer what was looked at.
    """
    for each in attachments:
        content = each.path.read_bytes()
        if hashlib.sha256(content).hexdigest() != each.sha256:
            raise ChangedSincePreviewError(f"{each.name}：预览之后文件有变化")
        store(folder / each.sha256, content)
        connection.execute(
            """
            insert into review.attachment (sha256, media_type, size, first_received_at)
            values (%s, %s, %s, %s)
            on conflict (sha256) do nothing
            """,
            (each.sha256, each.media_type, each.size, received_at),
        )


def store(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all, after a power cut too."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def record_names(
    connection: psycopg.Connection, returned: Returned, attached: Mapping[str, str]
) -> None:
    """Record what the files were called that a workbook was taken in with."""
    for name, sha256 in attached.items():
        connection.execute(
            "insert into review.workbook_attachment values (%s, %s, %s, %s)",
            (returned.file_sha256, hash_of(attached), name, sha256),
        )


def hand_out(
    connection: psycopg.Connection, folder: Path, hit_id: str, to: Path
) -> list[Path]:
    """Copy the evidence of a case to where somebody can open it, return the copies.

    Raises FileNotFoundError when one is not in the folder where it was kept.
    """
    found = connection.execute(
        """
        select names.sha256, max(names.name)
        from review.event
        cross join jsonb_path_query(payload, '$.evidence[*]')
            with ordinality as evidence (sha256, place)
        inner join review.workbook_attachment as names
            on evidence.sha256 #>> '{}' = names.sha256
        where
            hit_id = %s
            and names.file_sha256 = split_part(source_ref, '#', 1)
        group by names.sha256, seq, evidence.place
        order by seq, evidence.place
        """,
        (hit_id,),
    ).fetchall()
    to.mkdir(parents=True, exist_ok=True)
    copies = []
    for number, (sha256, name) in enumerate(found, start=1):
        # What an institution calls a file is no path.
        harmless = re.sub(r"[^\w.()-]", "_", name)
        copies.append(to / f"{number}-{harmless}")
        copies[-1].write_bytes((folder / sha256).read_bytes())
    return copies
