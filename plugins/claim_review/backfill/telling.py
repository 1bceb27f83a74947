"""The two mails of a backfill to its watchers: that it has begun, that it is done."""

from datetime import datetime

import psycopg
from psycopg.rows import dict_row

from claim_review.backfill.files import Backfill
from claim_review.moments import ZONE
from claim_review.notify import outbox
from claim_review.settings import Settings

_DONE = """
select file_name, from_quarter, to_quarter, reason, watchers
from review.backfill
where
    %(quarter)s between from_quarter and to_quarter
    and not exists (
        select
        from review.backfill_quarter as each_one
        where
            each_one.backfill_id = backfill.backfill_id
            and each_one.reported_at is null
    )
order by backfill_id
"""
_QUARTERS = """
select
    review_of.quarter,
    review_of.finished_at,
    (
        select count(*) from marts.fct_rule_hits as hits
        where hits.quarter = review_of.quarter
    ) as hits,
    (
        select count(*) from review.hit as cases where cases.quarter = review_of.quarter
    ) as cases,
    (
        select max(version) from notify.publication
        where kind = 'quarter' and period = review_of.quarter
    ) as version
from review.backfill_quarter as review_of
inner join review.backfill using (backfill_id)
where backfill.file_name = %s
order by review_of.quarter
"""


def start(connection: psycopg.Connection, backfill: Backfill) -> bool:
    """Queue the mail that it begins; return whether it was not queued before."""
    range_ = _range(str(backfill.first), str(backfill.last))
    approved_by = backfill.approved_by or "（无需）"
    lines = [
        f"回填范围：{range_}",
        f"原因：{backfill.reason}",
        f"申请人：{backfill.asked_by}；批准人：{approved_by}",
        f"依据文件：include/backfills/{backfill.name}",
        "各季度将依次重新入库、审核、出具报告；报告如有变化，另行审批。",
    ]
    return outbox.enqueue(
        connection,
        dedupe_key=f"backfill|{backfill.name}|start",
        recipients=backfill.watchers,
        subject=f"回填开始：{range_}",
        text="\n".join(lines) + "\n",
    )


def end(url: str, settings: Settings, quarter: str, now: datetime) -> list[str]:
    """Mail the watchers of each backfill whose last quarter was this; return the keys.

    It is done when every quarter of it was reviewed and reported since; told once.
    """
    with psycopg.connect(url, row_factory=dict_row) as connection:
        done = connection.execute(_DONE, {"quarter": quarter}).fetchall()
        queued = [key for each in done if (key := _queue_end(connection, each))]
    if queued:
        outbox.drain_or_fail(url, settings, now)
    return queued


def _queue_end(connection: psycopg.Connection, backfill: dict) -> str | None:
    key = f"backfill|{backfill['file_name']}|end"
    quarters = connection.execute(_QUARTERS, (backfill["file_name"],)).fetchall()
    range_ = _range(backfill["from_quarter"], backfill["to_quarter"])
    lines = [
        f"回填范围：{range_}",
        f"原因：{backfill['reason']}",
        *(_line(quarter) for quarter in quarters),
    ]
    is_new = outbox.enqueue(
        connection,
        dedupe_key=key,
        recipients=backfill["watchers"],
        subject=f"回填完成：{range_}",
        text="\n".join(lines) + "\n",
    )
    return key if is_new else None


def _line(quarter: dict) -> str:
    at = quarter["finished_at"].astimezone(ZONE)
    return (
        f"{quarter['quarter']}：{at:%Y-%m-%d %H:%M} 审核完成，命中{quarter['hits']}条，"
        f"疑点{quarter['cases']}条，报告第{quarter['version']}版"
    )


def _range(first: str, last: str) -> str:
    return first if first == last else f"{first}至{last}"
