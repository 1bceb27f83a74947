"""`claim-review statements …`: what the agency types when a month is over."""

import argparse
from datetime import datetime

from claim_review import warehouse
from claim_review.settings import settings
from claim_review.statements.closing import close_month
from claim_review.statements.drafts import publish
from claim_review.statements.listing import take_off


def add_commands(subparsers) -> None:
    """Add `statements` and its commands to the parser of `claim-review`."""
    parser = subparsers.add_parser("statements", help="refusal statements of a month")
    commands = parser.add_subparsers(dest="command", required=True)
    month = commands.add_parser("month", help="list, draft and write a month")
    month.add_argument("month", help="such as 2025-07")
    month.set_defaults(run=_month)
    publishing = commands.add_parser("publish", help="publish a checked statement")
    publishing.add_argument("number", help="such as JF-GN-202507-H1-01")
    publishing.add_argument("--by", required=True)
    publishing.set_defaults(run=_publish)
    taking = commands.add_parser("take-off", help="take a case off the list")
    taking.add_argument("hit_id")
    taking.add_argument("--by", required=True)
    taking.add_argument("--comment", required=True)
    taking.set_defaults(run=_take_off)


def _month(arguments: argparse.Namespace, now: datetime) -> str:
    with warehouse.refusing() as connection:
        closed = close_month(connection, settings(), arguments.month, now)
    listed = closed.listed
    return "\n".join(
        (
            f"{listed.cases} cases listed, {listed.refused_amount} yuan refused, "
            f"{listed.reversed_amount} yuan reversed",
            f"{len(listed.nothing_left)} cases carried over: nothing left to refuse",
            f"{len(closed.drafts)} new drafts",
            str(closed.folder),
        )
    )


def _publish(arguments: argparse.Namespace, now: datetime) -> str:
    with warehouse.refusing() as connection:
        publish(connection, arguments.number, arguments.by, now)
    return f"{arguments.number}: published by {arguments.by}"


def _take_off(arguments: argparse.Namespace, now: datetime) -> str:
    told = (arguments.hit_id, arguments.by, now, arguments.comment)
    with warehouse.refusing() as connection:
        take_off(connection, *told)
    return f"{arguments.hit_id}: taken off the list"
