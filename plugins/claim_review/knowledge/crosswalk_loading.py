"""The crosswalk into the database: proposed, and one meaning for a code at a time."""

from datetime import datetime

import psycopg

from claim_review.knowledge.crosswalk import Crosswalk
from claim_review.knowledge.loading import add_source, is_loaded, source_id_of
from claim_review.knowledge.problems import KnowledgeRefusedError, Problem


def load_crosswalk(
    connection: psycopg.Connection, crosswalk: Crosswalk, loaded_by: str, now: datetime
) -> tuple[str, bool]:
    """Load the rows as proposed; return the source id and whether they are new.

    Refuses a row that gives a local code another national code on the same days.
    """
    source_id = source_id_of(crosswalk.sha256, "crosswalk")
    if is_loaded(connection, crosswalk.file_name, crosswalk.sha256, source_id):
        return source_id, False
    with connection.transaction():
        add_source(
            connection,
            source_id=source_id,
            sha256=crosswalk.sha256,
            file_name=crosswalk.file_name,
            layouts=["crosswalk"],
            title=crosswalk.sheet,
            scope="province",
            knowledge_points=len(crosswalk.mappings),
            code_rows=len(crosswalk.mappings),
            repeated_rows=0,
            footnotes=[],
            notices=[],
            loaded_by=loaded_by,
            loaded_at=now,
        )
        _copy(connection, crosswalk, source_id)
        _refuse_second_meanings(connection, crosswalk, source_id)
    return source_id, True


def _copy(connection: psycopg.Connection, crosswalk: Crosswalk, source_id: str) -> None:
    statement = """
        copy knowledge.crosswalk (
            system, national_code, local_code, local_name, valid_from, valid_to,
            source_id, source_sheet, source_row, status
        ) from stdin
    """
    with connection.cursor().copy(statement) as copy:
        for item in crosswalk.mappings:
            copy.write_row(
                (
                    item.system,
                    item.national_code,
                    item.local_code,
                    item.local_name,
                    item.valid_from,
                    item.valid_to,
                    source_id,
                    crosswalk.sheet,
                    item.row,
                    "proposed",
                )
            )


def _refuse_second_meanings(
    connection: psycopg.Connection, crosswalk: Crosswalk, source_id: str
) -> None:
    rows = connection.execute(
        """
        select new.source_sheet, new.source_row, new.local_code,
            new.national_code, file.file_name, old.source_row, old.national_code
        from knowledge.crosswalk as new
        inner join knowledge.crosswalk as old using (system, local_code)
        inner join knowledge.source_file as file on old.source_id = file.source_id
        where new.source_id = %(source)s and old.source_id <> %(source)s
            and old.status in ('proposed', 'approved')
            and new.national_code <> old.national_code
            and daterange(new.valid_from, new.valid_to, '[]')
                && daterange(old.valid_from, old.valid_to, '[]')
        order by new.source_row
        """,
        {"source": source_id},
    ).fetchall()
    problems = [
        Problem(
            f"{sheet}!{row}",
            f"{local} means {national}, but {old} in {file} row {old_row} on the "
            "same days; withdraw that file first",
        )
        for sheet, row, local, national, file, old_row, old in rows
    ]
    if problems:
        raise KnowledgeRefusedError(crosswalk.file_name, *problems)
