"""`claim-review cases …`: what people do to cases beside answering workbooks."""

import argparse
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from psycopg.types.json import Jsonb

from claim_review import warehouse
from claim_review.moments import moment
from claim_review.review import days, desk, follow_ups, reference, staff

_ROLES = ("AGENCY", "AGENCY_LEADER")


class BrokenChainError(ValueError):
    """The chain of events of a case does not hold."""


def add_commands(subparsers) -> None:
    """Add `cases` and its commands to the parser of `claim-review`."""
    parser = subparsers.add_parser("cases", help="people, contacts, batches, events")
    commands = parser.add_subparsers(dest="command", required=True)

    people = _command(commands, "staff", _staff, "put a list of people in force")
    people.add_argument("file", type=Path, help=f"CSV: {','.join(staff.COLUMNS)}")

    publishing = commands.add_parser("publish", help="new rows of include/process")
    publishing.set_defaults(run=_publish)

    contact = _command(commands, "contact", _contact, "an institution was reached")
    contact.add_argument("institution")
    contact.add_argument("channel", choices=("MAIL", "PHONE", "WECHAT", "BUREAU"))
    contact.add_argument("address")

    approve = _command(commands, "approve", _approve, "the agency approves a batch")
    approve.add_argument("batch")
    approve.add_argument("institution")
    approve.add_argument("--approval", required=True, help="number of the approval")
    approve.add_argument("--platform-batch", help="its number in the platform")

    extend = _command(commands, "extend", _extend, "more time to appeal, asked in time")
    extend.add_argument("batch")
    extend.add_argument("workdays", type=int)
    extend.add_argument("--comment", required=True)

    outage = _command(commands, "outage", _outage, "the platform was down")
    outage.add_argument("started_at", type=moment)
    outage.add_argument("ended_at", type=moment)

    event = _command(commands, "event", _event, "anything that no workbook asks for")
    event.add_argument("event", help="such as recall, suspend, void, transfer, settle")
    event.add_argument("hits", nargs="+", help="one or more cases")
    event.add_argument("--role", required=True)
    event.add_argument("--reason", help="a code of reason_codes.csv")
    event.add_argument("--amount", type=Decimal)
    event.add_argument("--fund-amount", type=Decimal)
    event.add_argument("--to", help="the state, where an event leads to more than one")
    say = "what it has to say, such as comment=… or payment_reference=…"
    event.add_argument(
        "--say", metavar="KEY=TEXT", action="append", default=[], help=say
    )

    outs = _command(commands, "time-outs", _time_outs, "proposed and blocked ones")
    outs.add_argument("--execute", action="store_true", help="let the proposed happen")

    _add_follow_ups(commands)

    verify = commands.add_parser("verify", help="check the chain of every case")
    verify.set_defaults(run=_verify)


def _add_follow_ups(commands) -> None:
    lists = commands.add_parser("follow-ups", help="proposals of the newest reviews")
    lists.set_defaults(run=_follow_ups)
    for name, outcome in (("agree", "AGREED"), ("decline", "DECLINED")):
        decide = _command(commands, name, _decide, "decide proposals, all or none")
        decide.add_argument("proposals", nargs="+", type=int, metavar="NUMBER")
        decide.add_argument("--role", required=True, choices=_ROLES)
        decide.add_argument("--comment", required=outcome == "DECLINED")
        decide.set_defaults(outcome=outcome)


def _command(commands, name: str, run, help_text: str) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=help_text)
    parser.add_argument("--by", required=True, help="person_id of who says so")
    parser.set_defaults(run=run)
    return parser


def _staff(arguments: argparse.Namespace, now: datetime) -> str:
    with warehouse.refusing() as connection:
        count = staff.load(connection, arguments.file, arguments.by, now)
    return f"{arguments.file.name}: {count} rows in force"


def _publish(arguments: argparse.Namespace, now: datetime) -> str:
    with warehouse.refusing() as connection:
        return f"calendar {reference.publish(connection, now)} is in force"


def _contact(arguments: argparse.Namespace, now: datetime) -> str:
    told = (arguments.institution, arguments.channel, arguments.address)
    with warehouse.refusing() as connection:
        desk.verify_contact(connection, *told, arguments.by, now)
    return f"{arguments.institution}: verified"


def _approve(arguments: argparse.Namespace, now: datetime) -> str:
    told = (arguments.batch, arguments.institution, arguments.approval, arguments.by)
    with warehouse.refusing() as connection:
        desk.approve_batch(connection, *told, now, arguments.platform_batch)
    return f"{arguments.batch}: approved by {arguments.by}"


def _extend(arguments: argparse.Namespace, now: datetime) -> str:
    told = (arguments.batch, arguments.workdays, arguments.comment, arguments.by)
    with warehouse.refusing() as connection:
        count = desk.extend_batch(connection, *told, now)
    return f"{arguments.batch}: {count} cases have until later"


def _outage(arguments: argparse.Namespace, now: datetime) -> str:
    told = (arguments.started_at, arguments.ended_at, arguments.by)
    with warehouse.refusing() as connection:
        desk.record_outage(connection, *told)
    lasted = arguments.ended_at - arguments.started_at
    return f"an outage of {lasted / timedelta(hours=1):.1f} hours"


def _event(arguments: argparse.Namespace, now: datetime) -> str:
    said = dict(text.partition("=")[::2] for text in arguments.say)
    with warehouse.refusing() as connection:
        states = [
            connection.execute(
                """
                select review.apply_event(
                    hit_id => %s, event => %s, actor_id => %s, actor_role => %s,
                    occurred_at => %s, amount => %s, fund_amount => %s,
                    reason_code => %s, payload => %s, to_state => %s
                )
                """,
                (
                    *(hit_id, arguments.event, arguments.by, arguments.role, now),
                    *(arguments.amount, arguments.fund_amount, arguments.reason),
                    *(Jsonb(said), arguments.to),
                ),
            ).fetchone()[0]
            for hit_id in arguments.hits
        ]
    pairs = zip(arguments.hits, states, strict=True)
    return "\n".join(f"{hit_id} → {state}" for hit_id, state in pairs)


def _time_outs(arguments: argparse.Namespace, now: datetime) -> str:
    with warehouse.refusing() as connection:
        if arguments.execute:
            count = days.execute_proposed(connection, arguments.by, now)
            return f"{count} happened"
        waiting = desk.waiting_time_outs(connection)
    return "\n".join(waiting) or "nothing waits"


def _follow_ups(arguments: argparse.Namespace, now: datetime) -> str:
    with warehouse.refusing() as connection:
        waiting = follow_ups.waiting(connection)
    return "\n".join(waiting) or "nothing waits"


def _decide(arguments: argparse.Namespace, now: datetime) -> str:
    told = (arguments.outcome, arguments.by, arguments.role, now, arguments.comment)
    with warehouse.refusing() as connection:
        done = follow_ups.decide(connection, arguments.proposals, *told)
    return "\n".join(f"{hit_id} → {state}" for hit_id, state in done)


def _verify(arguments: argparse.Namespace, now: datetime) -> str:
    with warehouse.refusing() as connection:
        broken = connection.execute(
            "select hit_id, seq, problem from review.verify_chain()"
        ).fetchall()
        (count,) = connection.execute("select count(*) from review.hit").fetchone()
    if broken:
        raise BrokenChainError(
            "\n".join(f"{hit_id} event {seq}: {why}" for hit_id, seq, why in broken)
        )
    return f"{count} cases, every chain holds"
