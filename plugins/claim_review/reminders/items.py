"""What has to be told on a day, and who hears it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import class_row

_FOLDER = Path(__file__).parent
INSTITUTION, STAFF, OPERATOR = "INSTITUTION", "STAFF", "OPERATOR"
EXPERT = "EXPERT"


@dataclass(frozen=True)
class Item:
    """One thing to tell: what about, and the counts and days to write it from.

    `roles` hear it besides the institution, `holder` instead of the first role.
    `hit_ids` and `seqs` are the events it tells of; None where it is about a day.
    """

    kind: str
    object_id: str
    fixmedins_code: str | None
    region: str
    roles: list[str]
    holder: str | None
    about_day: date
    due_version: int | None = None
    shift: int | None = 0
    facts: dict[str, Any] = field(default_factory=dict)
    hit_ids: list[str] | None = None
    seqs: list[int] | None = None


@dataclass(frozen=True)
class Recipient:
    """An institution, somebody of the staff, an expert or the operator; mailboxes."""

    kind: str
    recipient: str
    addresses: tuple[str, ...]


def due_items(
    connection: psycopg.Connection, today: date, as_of: datetime
) -> list[Item]:
    """Return the items of a workday in order; needs a transaction."""
    values = {"today": today, "as_of": as_of}
    for statement in _read("cases.sql").split("\n----\n"):
        connection.execute(statement, values if "%(" in statement else None)
    names = ["panels.sql", "offices.sql"]
    # Before the first quarter there are neither cases nor marts.
    if connection.execute("select from review.hit limit 1").fetchone() is not None:
        names = ["events.sql", "periods.sql", *names]
    with connection.cursor(row_factory=class_row(Item)) as cursor:
        return [
            item
            for name in names
            for item in cursor.execute(_read(name), values).fetchall()
        ]


def audiences(
    connection: psycopg.Connection,
    items: Iterable[Item],
    operator_address: str,
    today: date,
    as_of: datetime,
) -> dict[Recipient, list[Item]]:
    """Return what each recipient hears, with what follows from missing mailboxes.

    A county bureau hears which institutions it has to call, the operator which roles
    nobody can be written to for.
    """
    staff = Staff(connection, operator_address, as_of)
    heard: dict[Recipient, list[Item]] = {}
    offices: dict[str, Recipient] = {}
    to_call, nobody = {}, {}
    for item in items:
        code = item.fixmedins_code
        if code is not None:
            if code not in offices:
                offices[code] = _office(connection, code, as_of)
            _add(heard, offices[code], item)
            if not offices[code].addresses:
                call = Item("TO_CALL", code, code, item.region, [], None, today)
                to_call[code] = call
        for member in _members(connection, item, as_of):
            _add(heard, member, item)
        for place, role in enumerate(item.roles):
            people = staff.of(role, item.region, item.holder if place == 0 else None)
            for person in people:
                _add(heard, person, item)
            if not any(person.addresses for person in people):
                about = f"{role} {item.region}"
                nobody[about] = Item(
                    "NOBODY", about, None, item.region, [], None, today
                )
    for call in to_call.values():
        for person in staff.of("COUNTY_BUREAU", call.region):
            _add(heard, person, call)
    for told in nobody.values():
        for person in staff.of(OPERATOR, told.region):
            _add(heard, person, told)
    return heard


class Staff:
    """The staff list in force at a moment; without an operator, the one of settings."""

    def __init__(
        self, connection: psycopg.Connection, operator_address: str, as_of: datetime
    ) -> None:
        self._rows = connection.execute(
            "select person_id, role, region, address from review.staff_at(%s)", (as_of,)
        ).fetchall()
        self._operator = Recipient(OPERATOR, "operator", (operator_address,))

    def of(self, role: str, region: str, holder: str | None = None) -> list[Recipient]:
        """Return who has the role in a region, or of them only who holds the cases."""
        places = (region, f"{region[:4]}00", "000000")
        people = {
            person: self._person(person)
            for person, has, place, _ in self._rows
            if has == role and (role == OPERATOR or place in places)
        }
        if holder in people:
            return [people[holder]]
        if role == OPERATOR and not any(each.addresses for each in people.values()):
            return [self._operator]
        return [people[person] for person in sorted(people)]

    def _person(self, person: str) -> Recipient:
        addresses = {row[3] for row in self._rows if row[0] == person and row[3]}
        return Recipient(STAFF, person, tuple(sorted(addresses)))


def _read(name: str) -> str:
    return (_FOLDER / name).read_text("utf-8")


def _add(heard: dict, recipient: Recipient, item: Item) -> None:
    items = heard.setdefault(recipient, [])
    # Somebody with two roles hears it once.
    if item not in items:
        items.append(item)


def _office(connection: psycopg.Connection, code: str, as_of: datetime) -> Recipient:
    (addresses,) = connection.execute(
        "select review.mailboxes_of(%s, %s)", (code, as_of)
    ).fetchone()
    return Recipient(INSTITUTION, code, tuple(addresses))


def _members(
    connection: psycopg.Connection, item: Item, as_of: datetime
) -> list[Recipient]:
    """Return who sits on the panel that an item is about; nobody where it is none."""
    if item.kind != "PANEL":
        return []
    found = connection.execute(
        """
        select member.member_id, array_remove(array[expert.address], null)
        from review.sitting(%(session)s, %(as_of)s) as member
        left join review.expert
            on
                member.member_id = expert.expert_id
                and expert.list_id = review.expert_list_at(%(as_of)s)
        order by member.member_id
        """,
        {"session": item.object_id, "as_of": as_of},
    ).fetchall()
    return [Recipient(EXPERT, member, tuple(at)) for member, at in found]
