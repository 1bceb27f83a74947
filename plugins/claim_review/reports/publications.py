"""What is known of versions: up to when they tell, that they are out, who let them."""

from datetime import datetime

import psycopg

from claim_review.reports.approval import Decision
from claim_review.reports.shelf import Publication


class OtherVersionError(ValueError):
    """Something else was published under this version before."""


class EarlierMomentError(ValueError):
    """A version was published that tells of a later moment."""


def moment(
    connection: psycopg.Connection,
    kind: str,
    period: str,
    as_of: datetime,
    *,
    is_demo: bool,
) -> datetime:
    """Return the moment that the next version tells of: `as_of`.

    A version never takes back what the one before it told of: raises EarlierMomentError
    when that is later. The demo, whose reviews are all of one day, then keeps to it.
    """
    query = "select max(as_of) from notify.publication where (kind, period) = (%s, %s)"
    (last,) = connection.execute(query, (kind, period)).fetchone()
    if last is None or last <= as_of:
        return as_of
    if is_demo:
        return last
    raise EarlierMomentError(
        f"{kind} {period} was published as of {last.isoformat()}; "
        f"no later version can tell of {as_of.isoformat()}"
    )


def record(
    connection: psycopg.Connection, publication: Publication, as_of: datetime
) -> None:
    """Record that a version is published; again, it changes nothing.

    Raises OtherVersionError when the version was something else, such as after its
    folder was removed: what was decided and mailed then is not about this one.
    """
    sha256 = publication.manifest["content_sha256"]
    connection.execute(
        """
        insert into notify.publication (kind, period, version, content_sha256, as_of)
        values (%s, %s, %s, %s, %s)
        on conflict do nothing
        """,
        (*_key(publication), sha256, as_of),
    )
    (known,) = connection.execute(
        """
        select content_sha256 from notify.publication
        where (kind, period, version) = (%s, %s, %s)
        """,
        _key(publication),
    ).fetchone()
    if known != sha256:
        raise OtherVersionError(
            f"{publication.folder} says something else than version "
            f"{publication.version} that was published: {sha256}, not {known}"
        )


def decision_of(
    connection: psycopg.Connection, publication: Publication
) -> Decision | None:
    """Return what was decided on a version, None as long as nobody has."""
    row = connection.execute(
        """
        select is_approved, decided_by, decided_at, remark
        from notify.publication_decision
        where (kind, period, version) = (%s, %s, %s)
        """,
        _key(publication),
    ).fetchone()
    return None if row is None else Decision(*row)


def decide(
    connection: psycopg.Connection, publication: Publication, decision: Decision
) -> None:
    """Record a decision; the first one stands."""
    connection.execute(
        """
        insert into notify.publication_decision
        (kind, period, version, is_approved, decided_by, decided_at, remark)
        values (%s, %s, %s, %s, %s, %s, %s)
        on conflict do nothing
        """,
        (
            *_key(publication),
            decision.is_approved,
            decision.decided_by,
            decision.decided_at,
            decision.remark,
        ),
    )


def _key(publication: Publication) -> tuple[str, str, int]:
    return publication.kind, publication.period, publication.version
