"""`claim-review panel …`: what the secretary of panels types."""

import argparse
from datetime import date, datetime
from pathlib import Path

from claim_review import warehouse
from claim_review.exchange.seal import key_of
from claim_review.panel import register, withdrawing
from claim_review.panel.concluding import conclude
from claim_review.panel.issuing import issue_ballots
from claim_review.panel.minutes import minutes_pdf
from claim_review.panel.sessions import draw
from claim_review.reports.fonts import find_fonts
from claim_review.settings import settings


def add_commands(subparsers) -> None:
    """Add `panel` and its commands to the parser of `claim-review`."""
    parser = subparsers.add_parser("panel", help="panels of experts (合议)")
    commands = parser.add_subparsers(dest="command", required=True)
    experts = commands.add_parser("experts", help="load the register of experts")
    experts.add_argument("experts", type=Path, help="CSV, one line per expert")
    experts.add_argument("communities", type=Path, help="CSV of 医共体 and members")
    experts.add_argument("--by", required=True)
    experts.set_defaults(run=_experts)
    drawing = commands.add_parser("draw", help="convene a panel by lot")
    drawing.add_argument("session", help="such as HY-2025-07")
    drawing.add_argument("hit_ids", nargs="+")
    drawing.add_argument("--specialty", required=True, help="药学 for drugs")
    drawing.add_argument("--seed", required=True)
    drawing.add_argument("--meets-on", type=date.fromisoformat, help="else in writing")
    drawing.add_argument("--by", required=True)
    drawing.set_defaults(run=_draw)
    leaving = commands.add_parser("withdraw", help="replace a member")
    leaving.add_argument("session")
    leaving.add_argument("member")
    leaving.add_argument("--comment", required=True)
    leaving.add_argument("--challenged-by", metavar="INSTITUTION")
    leaving.add_argument("--by", required=True)
    leaving.set_defaults(run=_withdraw)
    _add_ending(commands)


def _add_ending(commands) -> None:
    ballots = commands.add_parser("ballots", help="the workbooks of the next vote")
    ballots.add_argument("session")
    ballots.add_argument(
        "--cover", nargs="*", default=[], help="more words to cover in the first vote"
    )
    ballots.add_argument("--by", required=True)
    ballots.set_defaults(run=_ballots)
    ending = commands.add_parser("conclude", help="minutes and opinions")
    ending.add_argument("session")
    ending.add_argument("--by", required=True)
    ending.set_defaults(run=_conclude)
    dissolving = commands.add_parser("dissolve", help="end what cannot decide")
    dissolving.add_argument("session")
    dissolving.add_argument("--comment", required=True)
    dissolving.add_argument("--by", required=True)
    dissolving.set_defaults(run=_dissolve)


def _experts(arguments: argparse.Namespace, now: datetime) -> str:
    with warehouse.refusing() as connection:
        count = register.load(
            connection, arguments.experts, arguments.communities, arguments.by, now
        )
    return f"{count} experts in force from now on"


def _draw(arguments: argparse.Namespace, now: datetime) -> str:
    with warehouse.refusing() as connection:
        panel = draw(
            connection,
            arguments.session,
            arguments.hit_ids,
            arguments.specialty,
            arguments.seed,
            arguments.by,
            now,
            arguments.meets_on,
        )
    lines = [f"{member.expert_id} {member.specialty}" for member in panel.members]
    lines += [f"not drawn: {name} {why}" for name, why in panel.recused.items()]
    return "\n".join(lines)


def _withdraw(arguments: argparse.Namespace, now: datetime) -> str:
    with warehouse.refusing() as connection:
        expert = withdrawing.withdraw(
            connection,
            arguments.session,
            arguments.member,
            "CHALLENGED" if arguments.challenged_by else "DECLARED",
            arguments.comment,
            arguments.by,
            now,
            arguments.challenged_by,
        )
    return (
        f"{expert.expert_id} {expert.specialty} sits in the place of {arguments.member}"
    )


def _ballots(arguments: argparse.Namespace, now: datetime) -> str:
    key = key_of(settings().exchange_key)
    folder = settings().var_dir / "exchange" / "out"
    folder.mkdir(parents=True, exist_ok=True)
    told = (arguments.session, key, arguments.by, now, arguments.cover)
    paths = []
    with warehouse.refusing() as connection:
        # Written before they count as sent.
        for workbook in issue_ballots(connection, *told):
            paths.append(folder / f"{workbook.workbook_id}.xlsx")
            paths[-1].write_bytes(workbook.content)
    return "\n".join(map(str, paths)) or "all have voted, no workbook was made"


def _conclude(arguments: argparse.Namespace, now: datetime) -> str:
    fonts = find_fonts(settings().report_font_dir)
    folder = settings().var_dir / "panels"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{arguments.session}.pdf"
    with warehouse.refusing() as connection:
        done = conclude(connection, arguments.session, now, arguments.by)
        path.write_bytes(minutes_pdf(done.content, done.content_sha256, fonts))
    lines = [
        f"{opinion.hit_id} {opinion.vote} {opinion.amount} yuan, of the fund "
        f"{opinion.fund_amount}"
        for opinion in done.opinions
    ]
    return "\n".join((*lines, str(path)))


def _dissolve(arguments: argparse.Namespace, now: datetime) -> str:
    told = (arguments.session, arguments.comment, arguments.by, now)
    with warehouse.refusing() as connection:
        withdrawing.dissolve(connection, *told)
    return f"{arguments.session}: dissolved"
