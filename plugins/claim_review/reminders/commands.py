"""`claim-review reminders …`: planning a day, whom to call, and what was delivered."""

import argparse
import getpass
from datetime import date, datetime

from claim_review import warehouse
from claim_review.moments import ZONE, moment
from claim_review.reminders.evidence import KINDS, record_delivery
from claim_review.reminders.phone_list import county_workbooks
from claim_review.reminders.planning import plan
from claim_review.settings import settings


def add_commands(subparsers) -> None:
    """Add `reminders` and its commands to the parser of `claim-review`."""
    parser = subparsers.add_parser("reminders", help="who hears what on a workday")
    commands = parser.add_subparsers(dest="command", required=True)
    planning = commands.add_parser("plan", help="queue the mails of today")
    planning.set_defaults(run=_plan)
    calling = commands.add_parser("phone-list", help="whom the county bureaus call")
    calling.add_argument("--day", type=date.fromisoformat, help="today if left out")
    calling.set_defaults(run=_phone_list)
    delivered = commands.add_parser("delivered", help="a batch was delivered")
    delivered.add_argument("batch")
    delivered.add_argument("--kind", choices=KINDS, required=True)
    delivered.add_argument("--at", type=moment, required=True)
    delivered.add_argument("--by", default=getpass.getuser())
    delivered.add_argument("--reference", required=True, help="record of it")
    delivered.set_defaults(run=_delivered)


def _plan(arguments: argparse.Namespace, now: datetime) -> str:
    with warehouse.connect() as connection:
        planned = plan(connection, now, settings())
    if not planned.is_workday:
        return f"{planned.day} is a day off, nothing is planned"
    lines = [f"{planned.day}: {planned.mails} mails, {planned.calls} to be called"]
    lines += [f"  {kind}: {count}" for kind, count in planned.items.items()]
    return "\n".join(lines)


def _phone_list(arguments: argparse.Namespace, now: datetime) -> str:
    day = arguments.day or now.astimezone(ZONE).date()
    with warehouse.connect() as connection:
        files = county_workbooks(connection, day, now)
    folder = settings().var_dir / "reminders" / f"{day}"
    for name, content in files.items():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return "\n".join(str(folder / name) for name in files) or "nobody is to be called"


def _delivered(arguments: argparse.Namespace, now: datetime) -> str:
    with warehouse.connect() as connection:
        is_new = record_delivery(
            connection,
            arguments.batch,
            arguments.kind,
            arguments.at,
            arguments.by,
            arguments.reference,
            now,
        )
    known = "" if is_new else " (known already)"
    return f"{arguments.batch}: {arguments.kind} {arguments.reference} recorded{known}"
