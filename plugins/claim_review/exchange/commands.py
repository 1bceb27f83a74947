"""`claim-review exchange …`: workbooks out, and what comes back in them."""

import argparse
import getpass
import hashlib
from datetime import datetime
from pathlib import Path

from claim_review import warehouse
from claim_review.exchange.appeals import dispatch, issue_batch
from claim_review.exchange.issuing import Issued
from claim_review.exchange.kinds import KINDS, LAYOUTS
from claim_review.exchange.problems import Problem, WorkbookRefusedError
from claim_review.exchange.reading import read
from claim_review.exchange.seal import key_of
from claim_review.exchange.taking import Outcome, preview, take_in
from claim_review.exchange.worklist import issue_worklist
from claim_review.review.reference import ZONE
from claim_review.settings import settings

_REVIEWS = {
    "first": "FIRST_REVIEW",
    "second": "SECOND_REVIEW",
    "appeal": "APPEAL_REVIEW",
    "final": "FINAL_REVIEW",
}


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
    sending = commands.add_parser("dispatch", help="dispatch an approved batch")
    sending.add_argument("batch")
    sending.add_argument("--role", choices=("DISPATCHER", "AGENCY"), required=True)
    sending.add_argument("--by", required=True)
    sending.set_defaults(run=_dispatch)
    batch = commands.add_parser("batch", help="the workbook of a dispatched batch")
    batch.add_argument("batch")
    batch.add_argument("--by", default=getpass.getuser())
    batch.set_defaults(run=_batch)
    take = commands.add_parser("read", help="look at a returned file, or take it in")
    take.add_argument("file", type=Path)
    take.add_argument("--sender", required=True, help="reviewer or institution")
    take.add_argument("--received-at", required=True, type=_moment)
    take.add_argument("--evidence", nargs="*", type=Path, default=[])
    take.add_argument("--confirm", metavar="DIGEST", help="what the preview ended with")
    take.set_defaults(run=_read)


def _moment(text: str) -> datetime:
    """Return a moment; without an offset it is of the bureau's clock."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=ZONE)


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


def _dispatch(arguments: argparse.Namespace, now: datetime) -> str:
    with warehouse.connect() as connection:
        count = dispatch(connection, arguments.batch, arguments.by, arguments.role, now)
    return f"{arguments.batch}: {count} cases dispatched"


def _batch(arguments: argparse.Namespace, now: datetime) -> str:
    key = key_of(settings().exchange_key)
    with warehouse.connect() as connection:
        issued = issue_batch(connection, arguments.batch, key, arguments.by, now)
        return _keep_sent(issued)


def _keep_sent(issued: Issued | None) -> str:
    """Write a workbook where it is fetched from, before it counts as sent."""
    if issued is None:
        return "no case is waiting, no workbook was made"
    path = settings().var_dir / "exchange" / "out" / f"{issued.workbook_id}.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(issued.content)
    return str(path)


def _read(arguments: argparse.Namespace, now: datetime) -> str:
    returned = read(
        arguments.file.read_bytes(), LAYOUTS, key_of(settings().exchange_key)
    )
    if arguments.received_at > now:
        why = f"收到时间{arguments.received_at:%Y-%m-%d %H:%M}还没有到"
        raise WorkbookRefusedError(Problem("", why))
    attached = {path.name: _sha256(path) for path in arguments.evidence}
    with warehouse.connect() as connection:
        told = (
            *(connection, KINDS, returned, attached),
            *(arguments.sender, arguments.received_at),
        )
        if arguments.confirm is None:
            return _report(preview(*told), is_preview=True)
        for path in (arguments.file, *arguments.evidence):
            _keep_received(path)
        return _report(take_in(*told, arguments.confirm), is_preview=False)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _keep_received(path: Path) -> None:
    """Keep a file as it came, named by its content."""
    folder = settings().var_dir / "exchange" / "in"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{_sha256(path)}{path.suffix.lower()}").write_bytes(path.read_bytes())


def _report(outcome: Outcome, is_preview: bool) -> str:
    """Return what a file does, for the person who hands it in."""
    if outcome.taken_before is not None:
        when = outcome.taken_before.astimezone(ZONE)
        return f"该文件已于{when:%Y-%m-%d %H:%M}受理，未作改动"
    lines = [
        f"{'预览' if is_preview else '已受理'}：{len(outcome.taken)}行有效，"
        f"{len(outcome.problems)}处有误，{outcome.unanswered}行未填"
    ]
    lines += [
        f"  第{row.number}行 {row.hit_id} {row.event} → {row.state}"
        + ("" if row.amount is None else f" {row.amount:,.2f}元")
        + ("" if row.is_new else "（先前已受理）")
        for row in outcome.taken
    ]
    lines += [f"  {problem}" for problem in outcome.problems]
    if is_preview:
        lines.append(f"确认无误后加上 --confirm {outcome.digest}")
    return "\n".join(lines)
