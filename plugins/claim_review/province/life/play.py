"""Plays the life of the demo's first quarter, day by day, by its own workbooks.

    python -m claim_review.province.life.play QUARTER

Every morning is the daily round that Airflow runs; then the people of the day work. A
story that was broken off goes on with the day that was not finished.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import psycopg

from claim_review import daily, warehouse
from claim_review.exchange.seal import key_of
from claim_review.moments import ZONE
from claim_review.notify.outbox import drain_or_fail
from claim_review.province.life import deeds, exchange_desk, months, panels, story
from claim_review.province.life.people import open_office
from claim_review.settings import Settings, settings

# Who works on which days by which workbooks.
_WORK = (
    (story.REVIEW1, ("FIRST_REVIEW",)),
    (story.REVIEW2, ("SECOND_REVIEW",)),
    (story.INSTITUTION, ("APPEAL", "SUPPLEMENT", "NOTICE")),
    (story.APPEALS, ("APPEAL_REVIEW",)),
    (story.AGENCY, ("FINAL_REVIEW", "RECONSIDER")),
)


@dataclass(frozen=True)
class Life:
    """The story of a quarter's cases on one installation."""

    url: str
    settings: Settings
    quarter: str

    def play(self) -> Iterator[str]:
        """Play to the end; yield a line for each day on which people worked.

        Yields nothing where the story has been played.
        """
        with psycopg.connect(self.url) as connection:
            ways = story.ways(connection, self.quarter)
        while (today := self._next_day()) <= story.LAST_DAY:
            self._morning(at(today, 9))
            if told := self._work(ways, today):
                yield f"{today} {', '.join(told)}"
            self._played.write_text(today.isoformat())

    @property
    def _played(self) -> Path:
        """The file that says which day was played last."""
        return self.settings.var_dir / "exchange" / "played"

    def _next_day(self) -> date:
        if not self._played.exists():
            return story.FIRST_DAY
        return date.fromisoformat(self._played.read_text()) + timedelta(days=1)

    def _morning(self, as_of: datetime) -> None:
        """Do what the DAG track_appeals does on the day."""
        if as_of.date() == story.FIRST_DAY:
            with psycopg.connect(self.url) as connection:
                open_office(connection, self.settings.var_dir / "demo", as_of)
        daily.go_through(self.url, self.settings, as_of)
        daily.remind(self.url, self.settings, as_of)
        daily.write_work_lists(self.url, self.settings, as_of)
        drain_or_fail(self.url, self.settings, as_of)

    def _work(self, ways: dict[str, story.Way], today: date) -> list[str]:
        """Let everybody work whose day it is; return what they did."""
        with psycopg.connect(self.url) as connection:
            return [
                *self._desk(connection, today),
                *self._hand_in(connection, ways, today, _WORK, 11),
                *self._panel(connection, ways, today),
                *self._agency(connection, ways, today),
                *months.close(connection, self.settings, today, at(today, 16)),
            ]

    def _desk(self, connection: psycopg.Connection, today: date) -> list[str]:
        told = []
        if today in story.DISPATCH:
            count = exchange_desk.send_batches(connection, at(today, 10))
            told.append(f"下发 dispatched {count}")
        if today == story.CALLS:
            count = exchange_desk.call_up(connection, at(today, 10))
            told.append(f"电话告知 called {count}")
        return told

    def _hand_in(
        self,
        connection: psycopg.Connection,
        ways: dict[str, story.Way],
        today: date,
        work: Iterable[tuple[Sequence[date], Sequence[str]]],
        hour: int,
    ) -> list[str]:
        told = []
        for days, kinds in work:
            if today in days:
                steps = story.next_steps(connection, ways, today)
                told_to = (connection, self._out, self._key, kinds, steps)
                count = exchange_desk.hand_in_all(*told_to, at(today, hour))
                told.append(f"{'、'.join(kinds)} {count}")
        return told

    def _panel(
        self, connection: psycopg.Connection, ways: dict[str, story.Way], today: date
    ) -> list[str]:
        if today == story.PANEL_DRAW:
            steps = story.next_steps(connection, ways, today)
            count = panels.convene(connection, steps, at(today, 12))
            panels.send_ballots(connection, self._out, self._key, at(today, 12))
            return [f"合议抽签 panel drawn for {count}"]
        if today == story.PANEL_VOTES:
            days = (story.PANEL_VOTES,)
            blind = self._hand_in(
                connection, ways, today, [(days, ("PANEL_BLIND",))], 12
            )
            panels.send_ballots(connection, self._out, self._key, at(today, 13))
            return blind + self._hand_in(
                connection, ways, today, [(days, ("PANEL_BINDING",))], 14
            )
        if today == story.PANEL_END:
            return [f"合议意见 opinions {panels.end(connection, at(today, 12))}"]
        return []

    def _agency(
        self, connection: psycopg.Connection, ways: dict[str, story.Way], today: date
    ) -> list[str]:
        steps = story.next_steps(connection, ways, today)
        if today in story.INSTITUTION:
            deeds.withdraw(connection, steps, at(today, 15))
        if today not in story.AGENCY:
            return []
        return [f"经办 agency {deeds.act(connection, steps, at(today, 15))}"]

    @property
    def _out(self) -> Path:
        return self.settings.var_dir / "exchange" / "out"

    @property
    def _key(self) -> bytes:
        return key_of(self.settings.exchange_key)


def at(today: date, hour: int) -> datetime:
    """Return an hour of a day on the bureau's clock."""
    return datetime.combine(today, time(hour), ZONE)


def main() -> int:
    """Play the story of the quarter that is named; print its days."""
    for line in Life(warehouse.url(), settings(), sys.argv[1]).play():
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
