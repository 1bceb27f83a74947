"""Receiving a workbook with its evidence, and what is said about it to its sender."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import psycopg

from claim_review.exchange.attachments import Attachment
from claim_review.exchange.evidence import (
    attach,
    keep,
    names_in,
    record_names,
    sent_before,
    store,
)
from claim_review.exchange.files import LARGEST
from claim_review.exchange.kinds import KINDS, LAYOUTS
from claim_review.exchange.layout import folded
from claim_review.exchange.marking import marked
from claim_review.exchange.reading import Returned, Row, read
from claim_review.exchange.taking import Outcome, preview, take_in
from claim_review.moments import ZONE


@dataclass(frozen=True)
class HandIn:
    """A workbook and the files that came with it, from whom and when."""

    file: Path
    evidence: Sequence[Path]
    sender: str
    received_at: datetime


@dataclass(frozen=True)
class Received:
    """What became of a hand-in, or would.

    `marked` is the workbook with its wrong cells marked, None where none is wrong.
    """

    returned: Returned
    attachments: Sequence[Attachment]
    outcome: Outcome
    marked: bytes | None


def receive(
    connection: psycopg.Connection,
    hand_in: HandIn,
    folder: Path,
    key: bytes,
    confirmed: str | None = None,
) -> Received:
    """Return what a hand-in does; with the digest of that preview, take it in for good.

    What is taken in is kept in the folder: workbooks in `in`, the rest in `evidence`.
    Raises WorkbookRefusedError and ChangedSincePreviewError.
    """
    with hand_in.file.open("rb") as file:
        content = file.read(LARGEST + 1)
    returned, attachments = attach(read(content, LAYOUTS, key), hand_in.evidence)
    now = {folded(each.name): each.sha256 for each in attachments}
    attached = sent_before(connection, returned, hand_in.received_at) | now
    told = (connection, KINDS, returned, attached, hand_in.sender, hand_in.received_at)
    if confirmed is None:
        outcome = preview(*told)
        back = marked(content, returned, outcome.problems, key)
        return Received(returned, attachments, outcome, back)
    with connection.transaction():
        keep(connection, folder / "evidence", attachments, hand_in.received_at)
        suffix = hand_in.file.suffix.lower()
        store(folder / "in" / f"{returned.file_sha256}{suffix}", content)
        outcome = take_in(*told, confirmed)
        if outcome.taken_before is None:
            record_names(connection, returned, attached)
    back = marked(content, returned, outcome.problems, key)
    return Received(returned, attachments, outcome, back)


def in_words(received: Received, how_to_confirm: str = "") -> str:
    """Return what a hand-in does, for its sender; a preview says how to confirm it."""
    outcome = received.outcome
    if outcome.taken_before is not None:
        when = outcome.taken_before.astimezone(ZONE)
        return f"该文件已于{when:%Y-%m-%d %H:%M}受理，未作改动"
    lines = [
        f"{'预览' if how_to_confirm else '已受理'}：{len(outcome.taken)}行有效，"
        f"{len(outcome.problems)}处有误，{outcome.unanswered}行未填"
    ]
    chosen = {
        row.number: _chosen(received.returned, row) for row in received.returned.rows
    }
    lines += _totals(outcome, chosen)
    lines += [
        f"  第{row.number}行 {row.hit_id} {chosen[row.number]}{_yuan(row.amount)}"
        + ("" if row.is_new else "（先前已受理）")
        for row in outcome.taken
    ]
    lines += [f"  {problem}" for problem in outcome.problems]
    lines += [
        f"  附件“{each.name}” {each.size:,}字节 {each.sha256[:12]}"
        for each in received.attachments
    ]
    names = names_in(received.returned)
    lines += [
        f"  附件“{each.name}”没有任何有效的行提到"
        for each in received.attachments
        if folded(each.name) not in names
    ]
    return "\n".join([*lines, how_to_confirm] if how_to_confirm else lines)


def _chosen(returned: Returned, row: Row) -> str:
    """Return what was chosen in a row, such as 申诉; most kinds ask for one choice."""
    titles = (each.title for each in returned.layout.answers if each.kind == "choice")
    chosen = (row.answers[title] for title in titles)
    return next((choice for choice in chosen if choice), "已填写")


def _totals(outcome: Outcome, chosen: Mapping[int, str]) -> list[str]:
    """Return how many rows, and yuan, each choice stands for."""
    rows: dict[str, list[Decimal | None]] = {}
    for row in outcome.taken:
        rows.setdefault(chosen[row.number], []).append(row.amount)
    return [
        f"  {choice}：{len(amounts)}行{_yuan(sum(filter(None, amounts)) or None)}"
        for choice, amounts in rows.items()
    ]


def _yuan(amount: Decimal | None) -> str:
    return "" if amount is None else f" {amount:,.2f}元"
