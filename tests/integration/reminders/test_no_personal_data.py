"""A mail says nothing of persons or single cases, whatever stands in the tables."""

from datetime import timedelta

from tests.integration.cases.casework import START, insert, opened
from tests.integration.reminders.mornings import (
    confirmed_dispatch,
    mornings,
    reminded,
)

CANARY = "金丝雀"
# Everything of a case that somebody may have typed, or that names a person or a case.
HIT = {
    name: f"{CANARY}{name}"
    for name in ("setl_id", "mdtrt_id", "bkkp_sn", "hit_reason", "knowledge_release")
}
SAID = {
    name: f"{CANARY}{name}说明说明说明"
    for name in ("basis", "comment", "text", "documents", "departure", "signed_by")
}
WAYS = {
    "S40": (),
    "S55": ("appeal", "request_supplement"),
    "S60": ("appeal", "escalate_panel"),
    "S70": ("appeal", "opinion"),
    "S80": ("appeal", "opinion", "final_confirm"),
    "S85": ("appeal", "opinion", "final_confirm", "reconsider"),
    "S95": ("appeal", "opinion", "final_clear"),
    "S30": ("recall",),
}


def said(**more) -> dict:
    """Return a payload in which every word is a canary."""
    return {"payload": {**SAID, "evidence": [f"{CANARY}-{len(more)}"], **more}}


PAYLOADS = {
    "dispatch": said(batch_id="B1"),
    "opinion": said(opinion="PARTLY_FOUNDED"),
    "escalate_panel": said(ground="REQUESTED"),
    "reconsider": said(evidence=[f"{CANARY}-new"]),
}


def test_no_mail_holds_anything_of_a_person_or_case(connection):
    confirmed_dispatch(connection)
    reminded(connection)
    for state, way in WAYS.items():
        case = opened(connection, f"{CANARY}{state}", **HIT)
        case.goes_to("S30")
        for event in ("dispatch", *way):
            case.does(event, **PAYLOADS.get(event, said()))
        assert case.state == state
    waiting = opened(connection, f"{CANARY}S10", **HIT).goes_to("S10")
    insert(
        connection,
        "workbook",
        workbook_id=f"{CANARY}book",
        kind="FIRST_REVIEW",
        recipient="reviewer1-1",
        total=1,
        content_sha256=CANARY,
        issued_at=START + timedelta(hours=2),
        issued_by=CANARY,
    )
    insert(
        connection,
        "workbook_row",
        workbook_id=f"{CANARY}book",
        hit_id=waiting.hit_id,
        seq=1,
    )
    insert(
        connection,
        "institution_contact",
        fixmedins_code="H1",
        channel="PHONE",
        address=f"{CANARY}电话",
        verified_by=CANARY,
        verified_at=START,
    )
    mornings(connection, "2025-07-22", "2025-08-15")
    kinds = connection.execute("select distinct kind from review.reminder").fetchall()
    assert len(kinds) >= 8
    written = connection.execute(
        "select dedupe_key, subject, payload::text from notify.outbox"
    ).fetchall()
    assert len(written) > 20
    assert [key for key, *parts in written if CANARY in "".join(parts)] == []
    kept = connection.execute("select string_agg(facts::text, '') from review.reminder")
    assert CANARY not in kept.fetchone()[0]
