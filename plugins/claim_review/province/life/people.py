"""The people of the demo, plainly invented, and what institutions can be reached by."""

import csv
from datetime import datetime
from pathlib import Path

import psycopg

from claim_review.province.life.panels import load_register
from claim_review.review import desk, staff

STAFF = [
    ("reviewer-a", "REVIEWER1", "623000", "reviewer-a@example.org"),
    ("reviewer-b", "REVIEWER1", "623000", "reviewer-b@example.org"),
    ("reviewer-c", "REVIEWER2", "623000", "reviewer-c@example.org"),
    ("reviewer-d", "APPEAL_REVIEWER", "623000", "reviewer-d@example.org"),
    ("dispatcher-a", "DISPATCHER", "623000", "dispatcher-a@example.org"),
    ("secretary-a", "PANEL_SECRETARY", "623000", "secretary-a@example.org"),
    ("agency-a", "AGENCY", "623000", "agency-a@example.org"),
    ("agency-b", "AGENCY", "623000", "agency-b@example.org"),
    ("agency-c", "AGENCY", "623000", "agency-c@example.org"),
    ("leader-a", "AGENCY_LEADER", "623000", "leader-a@example.org"),
    ("lead-a", "LEAD", "623000", "lead-a@example.org"),
    ("operator-a", "OPERATOR", "623000", "operator@example.org"),
]
# One institution in so many has no mailbox and is called, one is reached by nobody.
_CALLED, _UNREACHED = 6, 17


def open_office(connection: psycopg.Connection, folder: Path, as_of: datetime) -> None:
    """Put the list of people in force and verify how institutions are reached.

    The list is written to `folder` as the office would have it.
    """
    bureaus = connection.execute(
        "select distinct region from review.hit where region <> '623000' order by 1"
    ).fetchall()
    people = STAFF + [
        (f"bureau-{region}", "COUNTY_BUREAU", region, f"bureau-{region}@example.org")
        for (region,) in bureaus
    ]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "staff.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([staff.COLUMNS, *people])
    staff.load(connection, path, "lead-a", as_of)
    load_register(connection, folder, as_of)
    for number, code in enumerate(institutions(connection)):
        if number % _UNREACHED == _UNREACHED - 1:
            continue
        is_called = number % _CALLED == _CALLED - 1
        channel, address = (
            ("PHONE", "县医保局代为电话联系")
            if is_called
            else (
                "MAIL",
                f"office-{number + 1:03}@example.org",
            )
        )
        told = (code, channel, address, "agency-a", as_of)
        desk.verify_contact(connection, *told)


def institutions(connection: psycopg.Connection) -> list[str]:
    """Return the institutions with cases, in order."""
    found = connection.execute(
        "select distinct fixmedins_code from review.hit order by fixmedins_code"
    )
    return [code for (code,) in found]
