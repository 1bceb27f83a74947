"""Cases for tests: a hit, and the ordinary way to each of its states."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from psycopg.types.json import Jsonb
from tests.integration.cases.usual import USUAL, WAITS, WAYS

from claim_review.review import desk, reference

# A Monday without holidays in the weeks after it.
START = datetime(2025, 7, 21, 1, tzinfo=UTC)
HIT = {
    "rule_id": "P-26",
    "rule_version": "v1",
    "rule_class": "policy",
    "verdict": "suspect",
    "quarter": "2025Q1",
    "setl_id": "S1",
    "mdtrt_id": "M1",
    "bkkp_sn": "L1",
    "fixmedins_code": "H1",
    "region": "623001",
    "amount": Decimal("100.00"),
    "fund_amount": Decimal("80.00"),
    "line_fund_cap": Decimal("80.00"),
    "settlement_fund_cap": Decimal("500.00"),
    "hit_reason": "示例",
    "evidence": Jsonb({}),
    "knowledge_release": "starter",
    "opened_at": START,
}


@dataclass
class Case:
    """A case in a database; each thing that is done to it takes an hour."""

    connection: psycopg.Connection
    hit_id: str
    now: datetime = field(default=START)

    def does(self, event: str, **changes) -> str | None:
        """Apply an event as usual but for the changes; return the state after it."""
        self.now += WAITS.get(event, timedelta(hours=1))
        values = {**USUAL[event], **changes}
        role = values.pop("role")
        values.setdefault("actor_id", f"{role.lower()}-1")
        values.setdefault("occurred_at", self.now)
        if "payload" in values:
            values["payload"] = Jsonb(values["payload"])
        return apply(self.connection, self.hit_id, event, actor_role=role, **values)

    def may_not(self, event: str, code: str, **changes) -> None:
        """Fail unless the event is refused with this code; nothing is changed."""
        before = self.now
        with pytest.raises(psycopg.Error, match=code), self.connection.transaction():
            self.does(event, **changes)
        self.now = before

    def goes_to(self, state: str) -> "Case":
        """Take the ordinary way to a state."""
        return self.goes(*WAYS[state])

    def goes(self, *steps: str) -> "Case":
        """Do the steps as usual, one after the other."""
        for step in steps:
            if step == "refuse":
                self.refuses("48.00")
            else:
                self.does(step)
        return self

    def refuses(self, amount: str, **changes) -> None:
        """Enter an amount in the ledger; a negative one reverses."""
        kind = "REVERSE" if amount.startswith("-") else "REFUSE"
        insert(
            self.connection,
            "refusal",
            **{
                "hit_id": self.hit_id,
                "bkkp_sn": self.fact("bkkp_sn"),
                "statement_month": "2025-09",
                "amount": amount,
                "kind": kind,
                **changes,
            },
        )

    def fact(self, column: str) -> Any:
        """Return what was frozen of the hit."""
        query = f"select {column} from review.hit where hit_id = %s"
        return self.connection.execute(query, (self.hit_id,)).fetchone()[0]

    def last(self, columns: str) -> tuple:
        """Return columns of the last event."""
        query = f"""
            select {columns} from review.event
            where hit_id = %s order by seq desc limit 1
        """
        return self.connection.execute(query, (self.hit_id,)).fetchone()

    @property
    def state(self) -> str | None:
        query = "select review.state_of(%s)"
        return self.connection.execute(query, (self.hit_id,)).fetchone()[0]


def apply(connection: psycopg.Connection, hit_id: str, event: str, **values) -> Any:
    """Call review.apply_event; return the state that it returns."""
    values = {"hit_id": hit_id, "event": event, **values}
    named = ", ".join(f"{name} => %({name})s" for name in values)
    return connection.execute(f"select review.apply_event({named})", values).fetchone()[
        0
    ]


def insert(connection: psycopg.Connection, table: str, **values) -> None:
    """Insert one row into a table of schema review."""
    names = ", ".join(values)
    places = ", ".join(f"%({name})s" for name in values)
    connection.execute(
        f"insert into review.{table} ({names}) values ({places})", values
    )


def opened(connection: psycopg.Connection, hit_id: str = "P-26-1", **changes) -> Case:
    """Put a hit among the cases, before its first event."""
    insert(connection, "hit", **{"hit_id": hit_id, **HIT, **changes})
    return Case(connection, hit_id)


def warehouse(make_database: Callable[[], str], more: str = "") -> str:
    """Return a warehouse with reference data, an approved batch and a contact (a URL).

    `more` is SQL that is run after it.
    """
    url = make_database()
    with psycopg.connect(url) as connection:
        reference.publish(connection, START)
        prepare(connection)
        connection.execute(more)
    return url


def undone(url: str) -> Iterator[psycopg.Connection]:
    """Yield a connection whose changes are undone in the end."""
    with psycopg.connect(url) as connection:
        yield connection
        connection.rollback()


def prepare(connection: psycopg.Connection) -> None:
    """Enter what dispatches need: an approved batch and a contact of H1."""
    desk.approve_batch(connection, "B1", "H1", "A1", "agency-1", START)
    contact = ("H1", "MAIL", "office@example.org", "agency-1", START)
    desk.verify_contact(connection, *contact)


def wait_for_lock(url: str, connection: psycopg.Connection) -> None:
    """Return as soon as the other connection waits for a lock."""
    query = "select wait_event_type from pg_stat_activity where pid = %s"
    with psycopg.connect(url, autocommit=True) as watching:
        while True:
            pid = (connection.info.backend_pid,)
            if watching.execute(query, pid).fetchone()[0] == "Lock":
                return
