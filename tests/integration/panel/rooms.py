"""A room for tests: loads registers, convenes panels and lets their members vote."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
from tests.integration.cases.casework import START, Case, opened
from tests.integration.exchange.desk import Desk, filled, problems
from tests.unit.exchange.workbooks import KEY, grids

from claim_review.panel import register
from claim_review.panel.issuing import issue_ballots
from claim_review.panel.sessions import Drawn, draw

DAY = timedelta(days=1)


@dataclass
class Room:
    """What happens in it, happens a day after the cases came before the panel."""

    connection: psycopg.Connection
    folder: Path
    now: datetime = field(default=START + DAY)

    def registers(self, *lines: str, communities: str = "") -> int:
        """Put a register in force; lines are of the columns of the file."""
        experts, members = self.folder / "experts.csv", self.folder / "communities.csv"
        experts.write_text(",".join(register.EXPERTS) + "\n" + "".join(lines), "utf-8")
        members.write_text(",".join(register.COMMUNITIES) + f"\n{communities}", "utf-8")
        return register.load(self.connection, experts, members, "agency-1", self.now)

    def convenes(self, *hit_ids: str, **changes) -> Drawn:
        """Draw a panel for the cases."""
        told = {"session_id": "HY-1", "specialty": "心内科", "seed": "20250722"}
        told |= {"convened_by": "secretary-1", "as_of": self.now}
        return draw(self.connection, hit_ids=hit_ids or ("A",), **told | changes)

    def ballots(self, session_id: str = "HY-1", **changes) -> dict[str, bytes]:
        """Return what went out an hour later, by member."""
        self.now += timedelta(hours=1)
        sent = issue_ballots(
            self.connection, session_id, KEY, "secretary-1", self.now, **changes
        )
        return {self.recipient(book.workbook_id): book.content for book in sent}

    def recipient(self, workbook_id: str) -> str:
        query = "select recipient from review.workbook where workbook_id = %s"
        return self.connection.execute(query, (workbook_id,)).fetchone()[0]

    def votes(self, member: str, sent: bytes, answers: Mapping[str, Mapping]):
        """Hand a filled ballot in an hour later; return what it did."""
        self.now += timedelta(hours=1)
        return Desk(self.connection, member, self.now).hands_in(filled(sent, answers))

    def all_vote(self, *said: Mapping[str, Mapping], **changes) -> list[str]:
        """Let the members, in the order of their numbers, vote by case."""
        sent = self.ballots(**changes)
        for member, answers in zip(sorted(sent), said, strict=True):
            assert problems(self.votes(member, sent[member], answers)) == []
        return sorted(sent)


def before_a_panel(
    connection: psycopg.Connection, hit_id: str = "A", **changes
) -> Case:
    """Return a case of 90 yuan, 72 of them the fund's, that waits for a panel."""
    return opened(connection, hit_id, **changes).goes_to("S60")


def says(vote: str, amount: object = None) -> dict:
    """Return the answers of a ballot's row."""
    answers = {"表决意见": vote, "理由": "依据病历"}
    return answers | ({} if amount is None else {"认定金额（元）": amount})


def sheet(content: bytes) -> list[dict]:
    """Return the rows of a ballot by title."""
    sheets = grids(content)
    header, *rows = next(sheets[name] for name in sheets if name.endswith("表决"))
    return [dict(zip(header, row, strict=True)) for row in rows]
