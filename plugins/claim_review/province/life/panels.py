"""The panel of the story: invented experts, drawn by lot, who vote twice."""

import csv
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import psycopg

from claim_review.exchange.issuing import Issued
from claim_review.panel import register
from claim_review.panel.choosing import PHARMACY
from claim_review.panel.concluding import conclude
from claim_review.panel.issuing import issue_ballots
from claim_review.panel.sessions import draw

SESSION, _SECRETARY = "HY-2025-01", "secretary-a"
_EXPERTS = [
    # Number, specialty, senior clinician, pharmacist, for the policy.
    ("expert-1", PHARMACY, True, True, False),
    ("expert-2", PHARMACY, False, True, False),
    ("expert-3", "内科", True, False, False),
    ("expert-4", "内科", True, False, False),
    ("expert-5", "外科", True, False, False),
    ("expert-6", "检验", True, False, False),
    ("expert-7", "医保管理", False, False, True),
    ("expert-8", "医保管理", True, False, True),
]


def load_register(
    connection: psycopg.Connection, folder: Path, as_of: datetime
) -> None:
    """Put the register in force; two experts work for institutions with cases."""
    employers = connection.execute(
        "select distinct fixmedins_code from review.hit order by 1 limit 2"
    ).fetchall()
    experts, communities = folder / "experts.csv", folder / "communities.csv"
    with experts.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(register.EXPERTS)
        for place, (number, specialty, *flags) in enumerate(_EXPERTS):
            employer = employers[place - 3][0] if place in (3, 4) else ""
            mailbox = f"{number}@example.org"
            said = [str(flag).lower() for flag in flags]
            more = [employer, "", "", "623001", "", mailbox]
            writer.writerow([number, specialty, *said, *more])
    communities.write_text(",".join(register.COMMUNITIES) + "\n", encoding="utf-8")
    register.load(connection, experts, communities, _SECRETARY, as_of)


def convene(
    connection: psycopg.Connection, steps: dict[str, str], as_of: datetime
) -> int:
    """Draw the panel for the cases that wait for it; return how many there are."""
    cases = sorted(hit_id for hit_id, step in steps.items() if step == "panel_opinion")
    if cases:
        seed = "开奖号码 20250520"
        draw(connection, SESSION, cases, PHARMACY, seed, _SECRETARY, as_of)
    return len(cases)


def send_ballots(
    connection: psycopg.Connection, out: Path, key: bytes, as_of: datetime
) -> None:
    """Send the members the ballots of the vote that is next."""
    if _is_convened(connection):
        ballots = issue_ballots(connection, SESSION, key, _SECRETARY, as_of)
        _write(out, ballots)


def end(connection: psycopg.Connection, as_of: datetime) -> int:
    """Conclude the session; return how many opinions it gave."""
    if not _is_convened(connection):
        return 0
    conclude(connection, SESSION, as_of, _SECRETARY)
    query = "select count(*) from review.panel_case where session_id = %s"
    return connection.execute(query, (SESSION,)).fetchone()[0]


def _is_convened(connection: psycopg.Connection) -> bool:
    query = "select exists (select from review.panel_session where session_id = %s)"
    return connection.execute(query, (SESSION,)).fetchone()[0]


def _write(out: Path, ballots: Iterable[Issued]) -> None:
    for ballot in ballots:
        (out / f"{ballot.workbook_id}.xlsx").write_bytes(ballot.content)
