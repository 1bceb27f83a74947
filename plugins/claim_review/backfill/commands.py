"""`claim-review backfill …`: go through quarters again, for a reason in a file."""

import argparse
from datetime import datetime
from pathlib import Path

from claim_review import warehouse
from claim_review.backfill import files, planning, starting
from claim_review.notify import outbox
from claim_review.preview import commands as preview
from claim_review.settings import settings


def add_commands(subparsers) -> None:
    """Add `backfill` and its commands to the parser of `claim-review`."""
    parser = subparsers.add_parser("backfill", help="go through quarters again")
    commands = parser.add_subparsers(dest="command", required=True)

    check = commands.add_parser("check", help="are the files as they have to be")
    check.add_argument("files", nargs="*", type=Path, help="default: all")
    check.set_defaults(run=_check)

    for name, run, help_text in (
        ("plan", _plan, "what it would go through, what speaks against it"),
        ("preview", _preview, "what reviews of its quarters would change"),
        ("start", _start, "record it, tell its watchers, let Airflow begin"),
    ):
        command = commands.add_parser(name, help=help_text)
        command.add_argument("file", type=Path, help="a file of include/backfills")
        command.set_defaults(run=run)
        if run is _start:
            command.add_argument("--by", required=True)


def _check(arguments: argparse.Namespace, now: datetime) -> str:
    named = [files.read(path) for path in arguments.files]
    found = named if arguments.files else files.every()
    return f"{len(found)} files, all as they have to be"


def _plan(arguments: argparse.Namespace, now: datetime) -> str:
    backfill = files.read(arguments.file)
    with warehouse.refusing() as connection:
        return str(planning.plan(connection, backfill, now))


def _preview(arguments: argparse.Namespace, now: datetime) -> str:
    quarters = files.read(arguments.file).quarters
    return "\n".join(preview.told(preview.write(each, now)) for each in quarters)


def _start(arguments: argparse.Namespace, now: datetime) -> str:
    backfill = files.read(arguments.file)
    with warehouse.refusing() as connection:
        is_new = starting.record(connection, backfill, arguments.by, now)
    said = ["recorded" if is_new else "was recorded before", _begin(backfill)]
    outbox.drain_or_fail(warehouse.url(), settings(), now)
    return "\n".join(f"{backfill.name}: {line}" for line in said)


def _begin(backfill: files.Backfill) -> str:
    api = starting.airflow_of(settings())
    if api is None:
        line = starting.command_line(backfill)
        return f"no Airflow runs below var; where it runs, type\n{line}"
    begun, is_made = starting.ask(api, backfill)
    state = "done" if begun["completed_at"] else "at work"
    return f"backfill {begun['id']} of Airflow {'begins' if is_made else f'is {state}'}"
