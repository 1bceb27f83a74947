"""Who gets a report: roles by a dated list, people by the list of staff."""

import csv
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import psycopg

from claim_review.moments import ZONE
from claim_review.review.reference import PROCESS_DIR, ReferenceRefusedError
from claim_review.review.workdays import PREFECTURE
from claim_review.settings import Settings

ADDRESSEES_FILE = PROCESS_DIR / "report_addressees.csv"
_COLUMNS = ["report", "role", "kind", "valid_from", "valid_to"]
# The bureau's own mailbox stands in for its offices where staff names nobody of them.
_OFFICES = ("AGENCY", "AGENCY_LEADER", "COUNTY_BUREAU")
_OTHERS = (
    *("REVIEWER1", "REVIEWER2", "DISPATCHER", "APPEAL_REVIEWER", "PANEL_SECRETARY"),
    *("LEAD", "OPERATOR"),
)

_MAILBOXES = """
    select staff.address
    from review.staff_at(%(as_of)s) as staff
    where
        staff.role = %(role)s
        and staff.region = %(region)s
        and staff.address is not null
    order by staff.person_id
"""


class NobodyToTellError(LookupError):
    """A report is for nobody who can be written to."""


@dataclass(frozen=True)
class Recipients:
    """Mailboxes of a report; each stands once, `to` before `cc`."""

    to: tuple[str, ...]
    cc: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        return (*self.to, *self.cc)


def of(
    connection: psycopg.Connection,
    report: str,
    as_of: datetime,
    settings: Settings,
    region: str = PREFECTURE,
    path: Path = ADDRESSEES_FILE,
) -> Recipients:
    """Return who gets a report of a region at a moment.

    A role that nobody has in a county is that of the prefecture's people. Raises
    NobodyToTellError when nobody is left to send it to, and ReferenceRefusedError with
    file and line for a wrong row.
    """
    roles = _roles(path, report, as_of.astimezone(ZONE).date())
    boxes: dict[str, list[str]] = {"to": [], "cc": []}
    for role, kind in roles:
        boxes[kind] += _mailboxes(connection, role, region, as_of)
    is_for_bureau = any(kind == "to" and role in _OFFICES for role, kind in roles)
    if not boxes["to"] and is_for_bureau and settings.bureau_address:
        boxes["to"] = [settings.bureau_address]
    if not boxes["to"]:
        named = ", ".join(role for role, kind in roles if kind == "to") or "no role"
        raise NobodyToTellError(
            f"{report} of {region}: {path.name} names {named}, and nobody of them has "
            f"a mailbox at {as_of.isoformat()}"
        )
    to = _once(boxes["to"])
    return Recipients(to, _once(boxes["cc"], before=to))


def _mailboxes(
    connection: psycopg.Connection, role: str, region: str, as_of: datetime
) -> list[str]:
    for place in dict.fromkeys((region, PREFECTURE)):
        values = {"as_of": as_of, "role": role, "region": place}
        if rows := connection.execute(_MAILBOXES, values).fetchall():
            return [address for (address,) in rows]
    return []


def _once(addresses: list[str], before: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return those not among the ones before; letter case makes no other mailbox."""
    seen = {address.casefold() for address in before}
    kept = []
    for address in addresses:
        if address.casefold() not in seen:
            seen.add(address.casefold())
            kept.append(address)
    return tuple(kept)


def _roles(path: Path, report: str, day: date) -> list[tuple[str, str]]:
    """Return (role, kind) of a report on a day, in the order of the list."""
    roles = []
    # Spreadsheets write a mark before the first letter.
    with path.open(encoding="utf-8-sig", newline="") as text:
        reader = csv.DictReader(text, strict=True)
        if reader.fieldnames != _COLUMNS:
            raise ReferenceRefusedError(
                f"{path.name} line 1: the header has to be {','.join(_COLUMNS)}"
            )
        for row in reader:
            place = f"{path.name} line {reader.line_num}"
            begins, ends = _checked(row, place)
            if row["report"] == report and begins <= day <= ends:
                roles.append((row["role"], row["kind"]))
    return roles


def _checked(row: dict, place: str) -> tuple[date, date]:
    """Return the first and the last day of a row."""
    if None in row or None in row.values():
        raise ReferenceRefusedError(f"{place}: not as many cells as the header")
    if row["kind"] not in ("to", "cc"):
        raise ReferenceRefusedError(f"{place}, kind: {row['kind']!r} is not to or cc")
    if row["role"] not in (*_OFFICES, *_OTHERS):
        raise ReferenceRefusedError(f"{place}, role: {row['role']!r} is no role")
    try:
        begins = date.fromisoformat(row["valid_from"])
        ends = date.fromisoformat(row["valid_to"]) if row["valid_to"] else date.max
    except ValueError as error:
        raise ReferenceRefusedError(f"{place}: {error}") from None
    if ends < begins:
        raise ReferenceRefusedError(f"{place}: it ends before it begins")
    return begins, ends
