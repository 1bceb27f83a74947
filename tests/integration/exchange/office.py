"""The folder of an institution in the inbox, with cases in a warehouse, for tests."""

import os
import re
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
from tests.integration.cases.casework import START, insert, opened
from tests.integration.exchange.desk import DAY, filled
from tests.unit.exchange.workbooks import KEY

from claim_review.exchange.appeals import dispatch, issue_batch
from claim_review.exchange.inbox import Handled, take_in_all

ACCEPT = {"处理意见": "认可", "医保办签认人": "示例甲"}
APPEAL = {
    "处理意见": "申诉",
    "申诉理由": "CLIN_JUSTIFIED 临床合理且有依据",
    "申诉说明": "病情需要，附病程记录为证。",
    "证明材料": "病历.pdf",
}
HOUR = timedelta(hours=1)


class Office:
    """An institution of its own that got a workbook with two cases, A and B."""

    def __init__(self, url: str, folder: Path, who: str) -> None:
        self.url, self.folder, self.who = url, folder / "exchange", who
        self.mine = self.folder / "inbox" / who
        self.mine.mkdir(parents=True)
        self.now = START + 3 * DAY
        self.hits = (f"{who}-A", f"{who}-B")
        with psycopg.connect(url) as connection:
            approved(connection, f"B-{who}", who)
            for hit_id in self.hits:
                opened(connection, hit_id, fixmedins_code=who).goes_to("S30")
            told = ("sender", "DISPATCHER", START + DAY)
            dispatch(connection, f"B-{who}", *told)
            out = issue_batch(connection, f"B-{who}", KEY, "sender", START + DAY)
            self.sent = out.content

    def filled(self, content: bytes = b"", **answers: dict) -> bytes:
        """Return a workbook with answers to A and B."""
        by_hit = {f"{self.who}-{name}": cells for name, cells in answers.items()}
        return filled(content or self.sent, by_hit)

    def puts(self, name: str, content: bytes, at: datetime | None = None) -> Path:
        path = self.mine / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        self.dates(path, at or self.now)
        return path

    def dates(self, path: Path, at: datetime) -> None:
        os.utime(path, (at.timestamp(), at.timestamp()))

    def answers(self, name: str = "a.xlsx", **answers: dict) -> Path:
        return self.puts(name, self.filled(**answers))

    def round(self, after: timedelta = DAY) -> list[Handled]:
        return take_in_all(self.url, self.folder, KEY, self.now + after)

    def confirms(self, name: str = "a", ending: str = ".确认") -> None:
        said = (self.mine / f"{name}.预览.txt").read_text("utf-8-sig")
        self.puts(f"{name}{ending}", re.findall("内容为 (.*)", said)[-1].encode())

    def files(self) -> set[str]:
        found = self.mine.rglob("*")
        return {str(path.relative_to(self.mine)) for path in found if path.is_file()}

    def states(self) -> list[str]:
        query = (
            "select state from review.hit_state where hit_id = any(%s) order by hit_id"
        )
        with psycopg.connect(self.url) as connection:
            return [state for (state,) in connection.execute(query, [list(self.hits)])]


def approved(connection: psycopg.Connection, batch_id: str, institution: str) -> None:
    """Enter an approved batch of an institution and its contact."""
    insert(
        connection,
        "dispatch_batch",
        batch_id=batch_id,
        fixmedins_code=institution,
        approval_id=f"A-{batch_id}",
        approved_by="agency-1",
        approved_role="AGENCY",
        approved_at=START,
    )
    insert(
        connection,
        "institution_contact",
        fixmedins_code=institution,
        channel="MAIL",
        address="office@example.org",
        verified_by="agency-1",
        verified_at=START,
    )
