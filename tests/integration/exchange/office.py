"""The folder of an institution in the inbox, with cases in a warehouse, for tests."""

import os
import re
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
from tests.integration.cases.casework import START, opened
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
    """The folder of H1, to whom a workbook with cases A and B went out."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder / "exchange"
        self.mine = self.folder / "inbox" / "H1"
        self.mine.mkdir(parents=True)
        self.now = START + 3 * DAY
        with psycopg.connect(url) as connection:
            for name in "AB":
                opened(connection, name).goes_to("S30")
            dispatch(connection, "B1", "sender", "DISPATCHER", START + DAY)
            self.sent = issue_batch(connection, "B1", KEY, "s", START + DAY).content

    def puts(self, name: str, content: bytes, at: datetime | None = None) -> Path:
        path = self.mine / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        self.dates(path, at or self.now)
        return path

    def dates(self, path: Path, at: datetime) -> None:
        os.utime(path, (at.timestamp(), at.timestamp()))

    def answers(self, name: str = "a.xlsx", **answers: dict) -> Path:
        return self.puts(name, filled(self.sent, answers))

    def round(self, after: timedelta = DAY) -> list[Handled]:
        return take_in_all(self.url, self.folder, KEY, self.now + after)

    def confirms(self, name: str = "a", ending: str = ".确认") -> None:
        said = (self.mine / f"{name}.预览.txt").read_text("utf-8-sig")
        self.puts(f"{name}{ending}", re.findall("内容为 (.*)", said)[-1].encode())

    def files(self) -> set[str]:
        found = self.mine.rglob("*")
        return {str(path.relative_to(self.mine)) for path in found if path.is_file()}

    def states(self) -> list[str]:
        query = "select state from review.hit_state order by hit_id"
        with psycopg.connect(self.url) as connection:
            return [state for (state,) in connection.execute(query)]
