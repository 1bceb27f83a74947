"""`claim-review exchange …`: workbooks out, and what comes back in them."""

import argparse
import getpass
from datetime import datetime
from pathlib import Path

from claim_review import warehouse
from claim_review.exchange.appeals import dispatch, issue_batch
from claim_review.exchange.evidence import hand_out
from claim_review.exchange.follow_ups import issue_follow_ups
from claim_review.exchange.inbox import take_in_all
from claim_review.exchange.issuing import Issued
from claim_review.exchange.problems import Problem, WorkbookRefusedError
from claim_review.exchange.receiving import HandIn, in_words, receive
from claim_review.exchange.seal import key_of
from claim_review.exchange.worklist import issue_to_institution, issue_worklist
from claim_review.moments import moment
from claim_review.settings import settings

_REVIEWS = {
    "first": "FIRST_REVIEW",
    "second": "SECOND_REVIEW",
    "appeal": "APPEAL_REVIEW",
    "final": "FINAL_REVIEW",
    "reconsider": "RECONSIDER",
}
_TO_INSTITUTIONS = {"supplement": "SUPPLEMENT", "notice": "NOTICE"}


def add_commands(subparsers) -> None:
    """Add `exchange` and its commands to the parser of `claim-review`."""
    parser = subparsers.add_parser("exchange", help="workbooks out and in")
    commands = parser.add_subparsers(dest="command", required=True)
    worklist = commands.add_parser("worklist", help="cases for a reviewer")
    worklist.add_argument("review", choices=_REVIEWS)
    worklist.add_argument("--reviewer", required=True)
    worklist.add_argument("--most", type=int, default=200)
    worklist.add_argument("--by", default=getpass.getuser())
    worklist.set_defaults(run=_worklist)
    following = commands.add_parser("follow-ups", help="what a review finds no longer")
    following.add_argument("--reviewer", required=True)
    roles = ("AGENCY", "AGENCY_LEADER")
    following.add_argument("--role", choices=roles, required=True)
    following.add_argument("--most", type=int, default=200)
    following.add_argument("--by", default=getpass.getuser())
    following.set_defaults(run=_follow_ups)
    sending = commands.add_parser("dispatch", help="dispatch an approved batch")
    sending.add_argument("batch")
    sending.add_argument("--role", choices=("DISPATCHER", "AGENCY"), required=True)
    sending.add_argument("--by", required=True)
    sending.set_defaults(run=_dispatch)
    batch = commands.add_parser("batch", help="the workbook of a dispatched batch")
    batch.add_argument("batch")
    batch.add_argument("--by", default=getpass.getuser())
    batch.set_defaults(run=_batch)
    telling = commands.add_parser("tell", help="what an institution was not sent yet")
    telling.add_argument("what", choices=_TO_INSTITUTIONS)
    telling.add_argument("institution")
    telling.add_argument("--by", default=getpass.getuser())
    telling.set_defaults(run=_tell)
    take = commands.add_parser("read", help="look at a returned file, or take it in")
    take.add_argument("file", type=Path)
    take.add_argument("--sender", required=True, help="reviewer or institution")
    take.add_argument("--received-at", required=True, type=moment)
    take.add_argument("--evidence", nargs="*", type=Path, default=[])
    take.add_argument("--confirm", metavar="DIGEST", help="what the preview ended with")
    take.set_defaults(run=_read)
    evidence = commands.add_parser("evidence", help="copy the evidence of a case")
    evidence.add_argument("hit")
    evidence.add_argument("--to", type=Path, required=True, help="a folder")
    evidence.set_defaults(run=_evidence)
    inbox = commands.add_parser("inbox", help="handle what lies in senders' folders")
    inbox.set_defaults(run=_inbox)


def _worklist(arguments: argparse.Namespace, now: datetime) -> str:
    key = key_of(settings().exchange_key)
    kind = _REVIEWS[arguments.review]
    with warehouse.connect() as connection:
        return _keep_sent(
            issue_worklist(
                connection,
                kind,
                arguments.reviewer,
                arguments.most,
                key,
                arguments.by,
                now,
            )
        )


def _follow_ups(arguments: argparse.Namespace, now: datetime) -> str:
    key = key_of(settings().exchange_key)
    told = (arguments.reviewer, arguments.role, arguments.most)
    with warehouse.connect() as connection:
        return _keep_sent(issue_follow_ups(connection, *told, key, arguments.by, now))


def _dispatch(arguments: argparse.Namespace, now: datetime) -> str:
    with warehouse.connect() as connection:
        count = dispatch(connection, arguments.batch, arguments.by, arguments.role, now)
    return f"{arguments.batch}: {count} cases dispatched"


def _batch(arguments: argparse.Namespace, now: datetime) -> str:
    key = key_of(settings().exchange_key)
    with warehouse.connect() as connection:
        issued = issue_batch(connection, arguments.batch, key, arguments.by, now)
        return _keep_sent(issued)


def _tell(arguments: argparse.Namespace, now: datetime) -> str:
    key = key_of(settings().exchange_key)
    kind = _TO_INSTITUTIONS[arguments.what]
    with warehouse.connect() as connection:
        told = (kind, arguments.institution, key, arguments.by, now)
        return _keep_sent(issue_to_institution(connection, *told))


def _keep_sent(issued: Issued | None) -> str:
    """Write a workbook where it is fetched from, before it counts as sent."""
    if issued is None:
        return "no case is waiting, no workbook was made"
    path = settings().var_dir / "exchange" / "out" / f"{issued.workbook_id}.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(issued.content)
    return str(path)


def _read(arguments: argparse.Namespace, now: datetime) -> str:
    if arguments.received_at > now:
        why = f"收到时间{arguments.received_at:%Y-%m-%d %H:%M}还没有到"
        raise WorkbookRefusedError(Problem("", why))
    hand_in = HandIn(
        arguments.file, arguments.evidence, arguments.sender, arguments.received_at
    )
    folder, key = settings().var_dir / "exchange", key_of(settings().exchange_key)
    with warehouse.connect() as connection:
        received = receive(connection, hand_in, folder, key, arguments.confirm)
    if arguments.confirm is not None:
        return in_words(received)
    how = f"确认无误后加上 --confirm {received.outcome.digest}"
    if received.marked:
        name = f"{received.returned.workbook_id}-{received.outcome.digest}.xlsx"
        (folder / "marked").mkdir(parents=True, exist_ok=True)
        (folder / "marked" / name).write_bytes(received.marked)
        how = f"有误的单元格已标红：{folder / 'marked' / name}\n{how}"
    return in_words(received, how)


def _inbox(arguments: argparse.Namespace, now: datetime) -> str:
    folder, key = settings().var_dir / "exchange", key_of(settings().exchange_key)
    handled = take_in_all(warehouse.url(), folder, key, now)
    return "\n".join(
        f"{each.fate} {each.sender}/{each.name}\n{each.said}" for each in handled
    )


def _evidence(arguments: argparse.Namespace, now: datetime) -> str:
    folder = settings().var_dir / "exchange" / "evidence"
    with warehouse.connect() as connection:
        copies = hand_out(connection, folder, arguments.hit, arguments.to)
    return "\n".join(map(str, copies)) or f"{arguments.hit}: no evidence is kept"
