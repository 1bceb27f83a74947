"""The desk that sends batches out, and people who hand their workbooks in."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import psycopg

from claim_review.exchange.appeals import dispatch
from claim_review.exchange.kinds import LAYOUTS
from claim_review.exchange.receiving import HandIn, receive
from claim_review.province.life.answers import EVIDENCE, answer, has_answer
from claim_review.province.life.filling import filled
from claim_review.reminders.evidence import record_delivery
from claim_review.review import desk

_PAPER = b"%PDF-1.4\n% an invented progress note\n%%EOF\n"
_WITH_PAPER = {"APPEAL", "SUPPLEMENT", "NOTICE"}
_TO_SEND = """
select distinct hits.fixmedins_code
from review.hit_state as states
inner join review.hit as hits on states.hit_id = hits.hit_id
where
    states.state = 'S30'
    and exists (
        select
        from review.institution_contact as contact
        where contact.fixmedins_code = hits.fixmedins_code
    )
order by hits.fixmedins_code
"""
_TO_CALL = """
select distinct cases.batch_id, cases.region
from review.cases_at(%s) as cases
where
    cases.state = 'S40'
    and cardinality(review.mailboxes_of(cases.fixmedins_code, %s)) = 0
order by 1
"""
# A row counts as long as nothing has happened to its case since; of several workbooks
# with a case its recipient takes the newest.
_OUT = """
select workbook_id, kind, recipient, array_agg(hit_id) as hits
from (
    select distinct on (sent.recipient, held.hit_id)
        sent.workbook_id, sent.kind, sent.recipient, held.hit_id
    from review.workbook as sent
    inner join review.workbook_row as held on sent.workbook_id = held.workbook_id
    inner join review.hit_state as states
        on held.hit_id = states.hit_id and held.seq = states.seq
    where sent.kind = any(%s) and sent.issued_at < %s
    order by sent.recipient, held.hit_id, sent.issued_at desc, sent.workbook_id
) as newest
group by workbook_id, kind, recipient
order by kind, recipient, workbook_id
"""


def send_batches(connection: psycopg.Connection, as_of: datetime) -> int:
    """Approve and dispatch a batch for each institution that can be reached.

    Returns how many cases were dispatched.
    """
    count = 0
    for (code,) in connection.execute(_TO_SEND).fetchall():
        batch_id = f"XF-{as_of:%Y%m%d}-{code}"
        approval = f"PZ-{as_of:%Y%m%d}"
        desk.approve_batch(connection, batch_id, code, approval, "agency-a", as_of)
        count += dispatch(connection, batch_id, "dispatcher-a", "DISPATCHER", as_of)
        said = (batch_id, "DISPATCH", as_of, "agency-a", f"送达回执 {batch_id}", as_of)
        record_delivery(connection, *said)
    return count


def call_up(connection: psycopg.Connection, as_of: datetime) -> int:
    """Call institutions that no mail reaches, all but the last; return how many."""
    to_call = connection.execute(_TO_CALL, (as_of, as_of)).fetchall()
    for batch_id, region in to_call[:-1]:
        said = (batch_id, "PHONE", as_of, f"bureau-{region}", "通话记录", as_of)
        record_delivery(connection, *said)
    return len(to_call[:-1])


def hand_in_all(
    connection: psycopg.Connection,
    out: Path,
    key: bytes,
    kinds: Iterable[str],
    steps: dict[str, str],
    as_of: datetime,
) -> int:
    """Fill in and hand in the workbooks that are out; return how many rows counted.

    Raises RuntimeError when a row is refused: the story is wrong then.
    """
    count = 0
    desktop = out.parent / "desktop"
    desktop.mkdir(exist_ok=True)
    paper = desktop / EVIDENCE
    paper.write_bytes(_PAPER)
    sent = connection.execute(_OUT, (list(kinds), as_of)).fetchall()
    for workbook_id, kind, recipient, hits in sent:
        if not any(has_answer(kind, steps.get(hit_id, "")) for hit_id in hits):
            continue
        open_steps = {hit_id: steps.get(hit_id, "") for hit_id in hits}
        content = filled(
            (out / f"{workbook_id}.xlsx").read_bytes(),
            LAYOUTS[kind],
            lambda facts, to=(kind, recipient), open_steps=open_steps: answer(
                to[0], open_steps.get(facts["疑点编号"], ""), to[1], facts
            ),
        )
        file = desktop / f"{workbook_id}.xlsx"
        file.write_bytes(content)
        hand_in = HandIn(file, [paper] if kind in _WITH_PAPER else [], recipient, as_of)
        told = (connection, hand_in, out.parent, key)
        outcome = receive(*told, receive(*told).outcome.digest).outcome
        if outcome.problems:
            raise RuntimeError(f"{workbook_id}: {outcome.problems[0]}")
        count += len(outcome.taken)
    return count
