"""The daily round of the cases, step by step: what the DAG track_appeals calls.

Every step is about the moment `as_of`; doing it again for the same moment changes
nothing and returns the same.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import psycopg

from claim_review.exchange import inbox
from claim_review.exchange.appeals import issue_batch
from claim_review.exchange.follow_ups import LAYOUTS as FOLLOW_UPS
from claim_review.exchange.follow_ups import issue_follow_ups, those_to_ask
from claim_review.exchange.issuing import Issued
from claim_review.exchange.kinds import KINDS, REVIEWS
from claim_review.exchange.seal import key_of
from claim_review.exchange.worklist import issue_to_institution, issue_worklist
from claim_review.platform import taking as platform
from claim_review.reminders.evidence import record_deliveries
from claim_review.reminders.phone_list import county_workbooks
from claim_review.reminders.planning import plan
from claim_review.review import days, reference
from claim_review.settings import Settings

# A longer list is for nobody; who has answered it gets the next one tomorrow.
_MOST = 200
_BY = "claim-review"
# States of which somebody got no workbook yet, as they stood then.
_FRESH = """
select distinct {columns}
from review.cases_at(%(as_of)s) as cases
where
    cases.state = %(state)s
    and cases.is_latest
    and not exists (
        select
        from review.workbook_row as sent
        inner join review.workbook as workbook
            on sent.workbook_id = workbook.workbook_id
        where
            sent.hit_id = cases.hit_id
            and sent.seq = cases.seq
            and workbook.issued_at < %(as_of)s
    )
order by 1
"""


@dataclass(frozen=True)
class TakenIn:
    """What became of the files that had come, and the cases that wait for a sender."""

    told: list[str]
    waiting: list[str]


def take_in(url: str, settings: Settings, as_of: datetime) -> TakenIn:
    """Take in what the platform delivered and what lies in the inbox; say what came.

    Raises an error that names the files which failed, after all others were taken in:
    no time runs out while an appeal may lie in one of them.
    """
    _publish_first(url, as_of)
    delivered = platform.take_in_all(url, settings.var_dir / "platform" / "in", as_of)
    folder, key = settings.var_dir / "exchange", key_of(settings.exchange_key)
    handled = inbox.take_in_all(url, folder, key, as_of)
    return TakenIn(
        [
            f"{each.folder}: {each.rows} rows, {each.taken} taken in, "
            f"{each.put_aside} put aside, {each.left} left"
            for each in delivered
        ]
        + [f"{each.sender} {each.name}: {each.fate}" for each in handled],
        [hit_id for each in handled for hit_id in each.hits],
    )


def _publish_first(url: str, as_of: datetime) -> None:
    """Publish the calendar where no review has done so: the round comes before it."""
    with psycopg.connect(url) as connection:
        query = "select exists (select from review.calendar_version)"
        if not connection.execute(query).fetchone()[0]:
            reference.publish(connection, as_of)


def go_through(
    url: str, settings: Settings, as_of: datetime, waiting: Sequence[str] = ()
) -> dict[str, int]:
    """Record deliveries, lengthen deadlines, let times run out; return the counts."""
    # A demonstration has nobody to write to: there its sink is the addressee.
    modes = ("live", "sink") if settings.is_demo else ("live",)
    with psycopg.connect(url) as connection:
        record_deliveries(connection, as_of, modes)
        return asdict(days.go_through(connection, as_of, waiting))


def remind(url: str, settings: Settings, as_of: datetime) -> dict[str, int]:
    """Put the day's mails into the outbox, write the lists of whom counties call.

    Returns how many mails, calls and items by kind.
    """
    with psycopg.connect(url) as connection:
        planned = plan(connection, as_of, settings)
        lists = county_workbooks(connection, planned.day, as_of)
    folder = settings.var_dir / "reminders" / f"{planned.day}"
    for name, content in lists.items():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return {"mails": planned.mails, "calls": planned.calls, **planned.items}


def write_work_lists(url: str, settings: Settings, as_of: datetime) -> list[str]:
    """Write workbooks for all for whom there is something new; return their paths.

    Reviewers and the agency get one for each of their roles, institutions one for each
    batch and each thing that they are asked.
    """
    key = key_of(settings.exchange_key)
    folder = settings.var_dir / "exchange" / "out"
    folder.mkdir(parents=True, exist_ok=True)
    with psycopg.connect(url) as connection:
        issued = [
            *_for_reviewers(connection, key, as_of),
            *_on_follow_ups(connection, key, as_of),
            *_for_institutions(connection, key, as_of),
        ]
        # On disk before they count as sent.
        for workbook in issued:
            path = folder / f"{workbook.workbook_id}.xlsx"
            path.write_bytes(workbook.content)
        return [str(folder / name) for name in _issued_at(connection, as_of)]


def _for_reviewers(
    connection: psycopg.Connection, key: bytes, as_of: datetime
) -> list[Issued]:
    people = connection.execute(
        "select distinct role, person_id from review.staff_at(%s) order by 1, 2",
        (as_of,),
    ).fetchall()
    issued = []
    for kind, question in REVIEWS.items():
        if not _fresh(connection, "cases.hit_id", question.state, as_of):
            continue
        for role, person in people:
            if role == KINDS[kind].role and not _has(connection, kind, person, as_of):
                told = (kind, person, _MOST, key, _BY, as_of)
                issued.append(issue_worklist(connection, *told))
    return [workbook for workbook in issued if workbook]


def _on_follow_ups(
    connection: psycopg.Connection, key: bytes, as_of: datetime
) -> list[Issued]:
    issued = [
        issue_follow_ups(connection, person, role, _MOST, key, _BY, as_of)
        for role, person in those_to_ask(connection, as_of)
        if not _has(connection, FOLLOW_UPS[role].kind, person, as_of)
    ]
    return [workbook for workbook in issued if workbook]


def _for_institutions(
    connection: psycopg.Connection, key: bytes, as_of: datetime
) -> list[Issued]:
    batches = "cases.fixmedins_code, cases.batch_id"
    issued = [
        issue_batch(connection, batch_id, key, _BY, as_of)
        for code, batch_id in _fresh(connection, batches, "S40", as_of)
        if not _has(connection, "APPEAL", code, as_of, batch_id)
    ]
    for kind, state in (("SUPPLEMENT", "S55"), ("NOTICE", "S80")):
        for (code,) in _fresh(connection, "cases.fixmedins_code", state, as_of):
            if not _has(connection, kind, code, as_of):
                told = (kind, code, key, _BY, as_of)
                issued.append(issue_to_institution(connection, *told))
    return [workbook for workbook in issued if workbook]


def _fresh(
    connection: psycopg.Connection, columns: str, state: str, as_of: datetime
) -> list[tuple]:
    return connection.execute(
        _FRESH.format(columns=columns), {"state": state, "as_of": as_of}
    ).fetchall()


def _has(
    connection: psycopg.Connection,
    kind: str,
    recipient: str,
    as_of: datetime,
    batch_id: str | None = None,
) -> bool:
    """Return whether somebody got this workbook at this very moment already."""
    return connection.execute(
        """
        select exists (
            select
            from review.workbook
            where
                kind = %s
                and recipient = %s
                and batch_id is not distinct from %s
                and issued_at = %s
        )
        """,
        (kind, recipient, batch_id, as_of),
    ).fetchone()[0]


def _issued_at(connection: psycopg.Connection, as_of: datetime) -> list[str]:
    found = connection.execute(
        """
        select workbook_id from review.workbook
        where issued_by = %s and issued_at = %s
        order by workbook_id
        """,
        (_BY, as_of),
    )
    return [f"{workbook_id}.xlsx" for (workbook_id,) in found]
