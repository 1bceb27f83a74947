"""Taking in what the platform decided: each decision becomes an event, once."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import psycopg
from psycopg.types.json import Jsonb

from claim_review.platform.applying import apply_decision
from claim_review.platform.codes import Codes
from claim_review.platform.decision import UnclearError
from claim_review.platform.decisions import decisions_of
from claim_review.platform.delivery import (
    PlatformRefusedError,
    folders_in,
    read_manifest,
)
from claim_review.platform.export import MANIFEST
from claim_review.platform.keeping import Left, TakenIn, keep
from claim_review.platform.reading import Delivery, Row, read_delivery


def take_in_all(url: str, inbox: Path, as_of: datetime) -> list[TakenIn]:
    """Take in all deliveries below a folder that were made by `as_of`, by name.

    A delivery is a folder with a manifest. The same again changes nothing. Those that
    are wrong are refused whole and told together in one PlatformRefusedError, after all
    others have been taken in.
    """
    taken, refusals = [], []
    with psycopg.connect(url) as connection:
        for folder in folders_in(inbox):
            try:
                done = _take_folder(connection, folder, as_of)
            except PlatformRefusedError as refusal:
                refusals.append(refusal)
                continue
            connection.commit()
            taken += done
    if refusals:
        others = f"{sum(each.is_new for each in taken)} other deliveries were taken in"
        raise PlatformRefusedError(inbox.name, *map(str, refusals), others)
    return taken


def _take_folder(
    connection: psycopg.Connection, folder: Path, as_of: datetime
) -> list[TakenIn]:
    """Take in one folder; return nothing where it is of a later day."""
    # Old deliveries stay in the folder and are not read through each day.
    sha256 = hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()
    if _is_known(connection, sha256):
        return [TakenIn(folder.name, is_new=False)]
    manifest = read_manifest(folder)
    if manifest.made_at > as_of:
        return []
    return [take_in(connection, read_delivery(folder, manifest), as_of)]


def _is_known(connection: psycopg.Connection, manifest_sha256: str) -> bool:
    query = "select from review.platform_import where manifest_sha256 = %s"
    return connection.execute(query, (manifest_sha256,)).fetchone() is not None


def take_in(
    connection: psycopg.Connection, delivery: Delivery, as_of: datetime
) -> TakenIn:
    """Record what the platform decided, all or nothing, and return what that did."""
    with connection.transaction():
        connection.execute("select pg_advisory_xact_lock(hashtext('review.platform'))")
        if _is_known(connection, delivery.manifest.sha256):
            return TakenIn(delivery.folder, is_new=False)
        taken = aside = 0
        left: list[Left] = []
        spoken_of: set[str] = set()
        # In a delivery, too, a case may come twice: the last word counts.
        for row in sorted(delivery.rows, key=_turn, reverse=True):
            was_taken, was_aside, was_left = _take_row(
                connection, delivery, row, spoken_of
            )
            taken, aside = taken + was_taken, aside + was_aside
            left += was_left
        done = TakenIn(
            *(delivery.folder, True, len(delivery.rows), taken, aside, len(left)),
            delivery.unknown_columns,
        )
        keep(connection, delivery, done, left, as_of)
        return done


def _turn(row: Row) -> tuple[datetime, str, int]:
    return row.told_at, row.told["doc_suspt_id"] or "", row.line


def _take_row(
    connection: psycopg.Connection, delivery: Delivery, row: Row, spoken_of: set[str]
) -> tuple[int, int, list[Left]]:
    """Return how many decisions were taken and put aside, and what of it was left.

    Nothing is taken of what the platform has said otherwise since.
    """
    found = connection.execute(
        """
        select hits.hit_id, hits.fixmedins_code, review.is_old_word(%s, %s, %s)
        from review.hit as hits
        where hits.hit_id = review.platform_case(%s)
        """,
        (
            *(row.told["doc_suspt_id"], row.told.get("vola_rslt_id"), row.told_at),
            Jsonb(row.told),
        ),
    ).fetchone()
    if found is None:
        return 0, 0, [Left(row, None, "本系统没有这个疑点")]
    hit_id, institution, is_old = found
    if row.told["medins_id"] != institution:
        why = f"机构不符：平台为{row.told['medins_id']}，疑点属于{institution}"
        return 0, 0, [Left(row, hit_id, why)]
    if is_old or hit_id in spoken_of:
        return 0, 0, []
    spoken_of.add(hit_id)
    results, left = [], []
    for decision in decisions_of(row.told):
        if isinstance(decision, UnclearError):
            left.append(Left(row, hit_id, str(decision)))
        elif decision.occurred_at > delivery.manifest.made_at:
            why = f"{decision.event}的时间{decision.occurred_at:%Y-%m-%d}还没有到"
            left.append(Left(row, hit_id, why))
        else:
            results.append(apply_decision(connection, hit_id, row.told, decision))
    taken, aside = results.count("TAKEN"), results.count("PUT_ASIDE")
    if not (aside or left):
        left += _unreached(connection, delivery.codes, row, hit_id)
    return taken, aside, left


def _unreached(
    connection: psycopg.Connection, codes: Codes, row: Row, hit_id: str
) -> Iterator[Left]:
    """Yield where the platform's status is one that no column of it leads to."""
    (step,) = connection.execute(
        "select review.platform_step(review.state_of(%s))", (hit_id,)
    ).fetchone()
    if step != row.told["supn_suspt_stas"]:
        there, here = (
            codes.name("supn_suspt_stas", each)
            for each in (row.told["supn_suspt_stas"], step)
        )
        why = f"平台状态为{there}，已受理的内容到{here}"
        yield Left(row, hit_id, why)
