"""Taking in what the platform decided: each decision becomes an event, once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg
from psycopg.types.json import Jsonb

from claim_review.exchange.seal import digest
from claim_review.platform.applying import apply_decision
from claim_review.platform.decision import UnclearError
from claim_review.platform.decisions import decisions_of
from claim_review.platform.delivery import PlatformRefusedError
from claim_review.platform.reading import Delivery, Row, folders_in, read_delivery


@dataclass(frozen=True)
class TakenIn:
    """What a delivery did: decisions taken, put into quarantine, and rows left.

    A row is left for each thing that it says and that became no event, with why. Where
    `is_new` is false this very delivery was taken in before, and did nothing now.
    """

    folder: str
    is_new: bool
    rows: int = 0
    taken: int = 0
    put_aside: int = 0
    left: int = 0
    unknown_columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Left:
    """Something of a row that became no event."""

    row: Row
    hit_id: str | None
    why: str


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
                delivery = read_delivery(folder)
            except PlatformRefusedError as refusal:
                refusals.append(refusal)
                continue
            if delivery.manifest.made_at <= as_of:
                taken.append(take_in(connection, delivery, as_of))
                connection.commit()
    if refusals:
        others = f"{sum(each.is_new for each in taken)} other deliveries were taken in"
        raise PlatformRefusedError(inbox.name, *map(str, refusals), others)
    return taken


def take_in(
    connection: psycopg.Connection, delivery: Delivery, as_of: datetime
) -> TakenIn:
    """Record what the platform decided, all or nothing, and return what that did."""
    with connection.transaction():
        connection.execute("select pg_advisory_xact_lock(hashtext('review.platform'))")
        known = "select from review.platform_import where manifest_sha256 = %s"
        told = (delivery.manifest.sha256,)
        if connection.execute(known, told).fetchone() is not None:
            return TakenIn(delivery.folder, is_new=False)
        taken = aside = 0
        left: list[_Left] = []
        spoken_of: set[str] = set()
        # In a delivery, too, a case may come twice: the last word counts.
        for row in sorted(delivery.rows, key=_turn, reverse=True):
            was_taken, was_aside, was_left = _take_row(connection, row, spoken_of)
            taken, aside = taken + was_taken, aside + was_aside
            left += was_left
        done = TakenIn(
            *(delivery.folder, True, len(delivery.rows), taken, aside, len(left)),
            delivery.unknown_columns,
        )
        _keep(connection, delivery, done, left, as_of)
        return done


def _turn(row: Row) -> tuple[datetime, str, int]:
    return row.told_at, row.told["doc_suspt_id"] or "", row.line


def _take_row(
    connection: psycopg.Connection, row: Row, spoken_of: set[str]
) -> tuple[int, int, list[_Left]]:
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
        return 0, 0, [_Left(row, None, "本系统没有这个疑点")]
    hit_id, institution, is_old = found
    if row.told["medins_id"] != institution:
        why = f"机构不符：平台为{row.told['medins_id']}，疑点属于{institution}"
        return 0, 0, [_Left(row, hit_id, why)]
    if is_old or hit_id in spoken_of:
        return 0, 0, []
    spoken_of.add(hit_id)
    results, left = [], []
    for decision in decisions_of(row.told):
        if isinstance(decision, UnclearError):
            left.append(_Left(row, hit_id, str(decision)))
        else:
            results.append(apply_decision(connection, hit_id, row.told, decision))
    taken, aside = results.count("TAKEN"), results.count("PUT_ASIDE")
    if not (aside or left):
        left += _unreached(connection, row, hit_id)
    return taken, aside, left


def _unreached(
    connection: psycopg.Connection, row: Row, hit_id: str
) -> Iterator[_Left]:
    """Yield where the platform's status is one that no column of it leads to."""
    (step,) = connection.execute(
        "select review.platform_step(review.state_of(%s))", (hit_id,)
    ).fetchone()
    if step != row.told["supn_suspt_stas"]:
        why = f"平台状态为{row.told['supn_suspt_stas']}，已受理的内容到{step}"
        yield _Left(row, hit_id, why)


def _keep(
    connection: psycopg.Connection,
    delivery: Delivery,
    done: TakenIn,
    left: list[_Left],
    as_of: datetime,
) -> None:
    (import_id,) = connection.execute(
        """
        insert into review.platform_import (
            folder, manifest_sha256, made_at, taken_at, rows_read, decisions_taken,
            put_aside, unknown_columns
        )
        values (%s, %s, %s, %s, %s, %s, %s, %s)
        returning import_id
        """,
        (
            done.folder,
            delivery.manifest.sha256,
            delivery.manifest.made_at,
            as_of,
            done.rows,
            done.taken,
            done.put_aside,
            list(done.unknown_columns),
        ),
    ).fetchone()
    with connection.cursor() as cursor:
        cursor.executemany(
            """
            insert into review.platform_row values (%s, %s, %s, %s, %s, %s, %s)
            on conflict do nothing
            """,
            [
                (
                    row.told["doc_suspt_id"],
                    row.told_at,
                    digest([f"{name}={row.told[name]}" for name in sorted(row.told)]),
                    import_id,
                    delivery.suspects_file,
                    row.line,
                    Jsonb(row.told),
                )
                for row in delivery.rows
            ],
        )
        cursor.executemany(
            """
            insert into review.platform_left values (%s, %s, %s, %s, %s, %s)
            """,
            [
                (
                    import_id,
                    delivery.suspects_file,
                    each.row.line,
                    each.row.told["doc_suspt_id"],
                    each.hit_id,
                    each.why,
                )
                for each in left
            ],
        )
