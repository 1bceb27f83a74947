"""The inbox: folders of senders, whose workbooks are previewed and then taken in.

A sender puts `name.xlsx` and, in `name.files`, its evidence into the folder named after
them, reads `name.预览.txt`, and confirms with a file `name.确认` that holds the digest.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

import psycopg

from claim_review.exchange.drops import (
    DONE,
    REFUSED,
    Drop,
    drops,
    give_back,
    put_away,
    strays,
    tell,
)
from claim_review.exchange.problems import Problem, WorkbookRefusedError
from claim_review.exchange.receiving import HandIn, Received, in_words, receive
from claim_review.exchange.taking import ChangedSincePreviewError
from claim_review.moments import ZONE

# What cannot be read and is younger than this may still be on its way.
_ON_ITS_WAY = timedelta(hours=1)


@dataclass(frozen=True)
class Handled:
    """What became of a file in the inbox, and what was said about it.

    `hits` are the cases that a waiting file would answer: it counts from when it was
    received, so their time should not run out while somebody reads the preview.
    """

    sender: str
    name: str
    fate: Literal["TAKEN", "REFUSED", "WAITING", "LEFT"]
    said: str
    hits: tuple[str, ...] = ()


def take_in_all(url: str, folder: Path, key: bytes, as_of: datetime) -> list[Handled]:
    """Handle what had arrived in `inbox` of a folder by a moment; return what became.

    In the order of arrival; the same again changes nothing. What fails unexpectedly
    stays where it is, keeps nobody else waiting, and is raised in the end as one group.
    """
    inbox = folder / "inbox"
    handled = [Handled(*stray, "LEFT", why) for *stray, why in strays(inbox)]
    failures = []
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(hashtext('review.inbox'))")
        for drop in drops(inbox):
            try:
                handled.append(_handle(connection, folder, key, drop, as_of))
            except Exception as error:
                error.add_note(str(drop.file))
                failures.append(error)
    if failures:
        raise ExceptionGroup("files in the inbox failed", failures)
    return handled


def _handle(
    connection: psycopg.Connection,
    folder: Path,
    key: bytes,
    drop: Drop,
    as_of: datetime,
) -> Handled:
    known = (drop.sender, drop.file.name)
    if drop.received_at > as_of:
        return Handled(*known, "LEFT", "到达时间晚于本次处理时间")
    hand_in = HandIn(drop.file, drop.evidence, drop.sender, drop.received_at)
    try:
        _refuse_others(drop)
        received = receive(connection, hand_in, folder, key)
        if drop.has_changed():
            return Handled(*known, "LEFT", "文件正在变化，下次再处理")
        digest = received.outcome.digest
        if received.outcome.taken_before is None and digest not in _confirmed(
            drop, as_of
        ):
            return _waits(drop, received, as_of)
        received = receive(connection, hand_in, folder, key, digest)
    except WorkbookRefusedError as refusal:
        return _refuses(drop, refusal, as_of)
    except ChangedSincePreviewError as change:
        return Handled(*known, "LEFT", str(change))
    said = _headed(drop, in_words(received))
    put_away(drop, DONE, said)
    return Handled(*known, "TAKEN", said)


def _refuse_others(drop: Drop) -> None:
    if drop.file.is_symlink() or not drop.file.is_file():
        raise WorkbookRefusedError(Problem(drop.file.name, "不是文件"))
    if not drop.is_workbook:
        why = "不是xlsx文件；证明材料请放入与工作簿同名、以.files结尾的文件夹"
        raise WorkbookRefusedError(Problem(drop.file.name, why))


def _confirmed(drop: Drop, as_of: datetime) -> set[str]:
    """Return the digests in files of confirmation, however an editor stores them."""
    return {
        found.decode()
        for content in drop.confirmations(as_of)
        for found in re.findall(rb"[0-9a-f]{12}", content.replace(b"\0", b"").lower())
    }


def _waits(drop: Drop, received: Received, as_of: datetime) -> Handled:
    digest = received.outcome.digest
    how = f"确认无误后，请在本文件夹新建文件“{drop.name}.确认.txt”，内容为 {digest}"
    if _confirmed(drop, as_of):
        how = f"已有的确认与本次预览不符，未受理。{how}"
    if received.marked:
        name = give_back(drop, received.marked)
        how = f"有误的单元格已在“{name}”中标红，改正后放回本文件夹提交。{how}"
    said = _headed(drop, in_words(received, how))
    tell(drop, said)
    hits = tuple(row.hit_id for row in received.outcome.taken)
    return Handled(drop.sender, drop.file.name, "WAITING", said, hits)


def _refuses(drop: Drop, refusal: WorkbookRefusedError, as_of: datetime) -> Handled:
    said = _headed(drop, str(refusal))
    known = (drop.sender, drop.file.name)
    if as_of - drop.received_at < _ON_ITS_WAY:
        said = f"{said}\n文件到达不足一小时，若仍在上传，传完后会重新处理。"
        tell(drop, said)
        return Handled(*known, "LEFT", said)
    put_away(drop, REFUSED, said)
    return Handled(*known, "REFUSED", said)


def _headed(drop: Drop, said: str) -> str:
    arrived = drop.received_at.astimezone(ZONE)
    return f"{drop.file.name}　收到时间：{arrived:%Y-%m-%d %H:%M:%S}\n{said}"
