"""Worklists of reviewers: the cases that wait for a first or a second review."""

from datetime import datetime

import psycopg
from psycopg.rows import dict_row

from claim_review.exchange.issuing import Issued, day_in_words, issue, reasons
from claim_review.exchange.review_answers import FIRST_EVENTS, KINDS, SECOND_EVENTS

_NOTES = (
    "请只填写黄色单元格。结论留空的行视为尚未处理，可分多次填写、提交。",
    "可以筛选；不要增删行列，不要改动灰白单元格，否则整份退回。",
    "认定金额留空即为全额；基金金额按比例计算，四舍五入到分。",
)
# Four eyes: a case is left to others than who reviewed it first. What somebody else has
# is theirs until it is overdue; then the first answer counts.
_WAITING = """
select
    hits.*,
    states.seq,
    states.due_at,
    clock.is_provisional,
    coalesce(first.amount, hits.amount) as first_amount,
    coalesce(first.fund_amount, hits.fund_amount) as first_fund_amount,
    first.payload ->> 'basis' as first_basis,
    rules.rule_name,
    institutions.fixmedins_name
from review.hit_state as states
inner join review.hit as hits on states.hit_id = hits.hit_id
cross join lateral review.last_event(states.hit_id, 0, 'first_suspect') as first
left join review.deadline_now as clock
    on states.hit_id = clock.hit_id and states.seq = clock.event_seq
left join marts.dim_rule as rules on hits.rule_id = rules.rule_id
left join marts.dim_institution as institutions
    on hits.fixmedins_code = institutions.fixmedins_code
where
    states.state = %(state)s
    and not (
        %(state)s = 'S20'
        and review.acted(
            states.hit_id, %(reviewer)s, 'first_suspect', 'first_clear'
        )
    )
    and not exists (
        select
        from review.workbook_row as held
        inner join review.workbook as workbook
            on held.workbook_id = workbook.workbook_id
        where
            held.hit_id = states.hit_id
            and held.seq = states.seq
            and workbook.recipient <> %(reviewer)s
            and states.due_at > %(as_of)s
    )
order by states.due_at, hits.fund_amount desc, hits.hit_id
limit %(most)s
"""
_VERDICTS = {"hard": "明确违规", "suspect": "可疑"}


def issue_worklist(
    connection: psycopg.Connection,
    kind: str,
    reviewer: str,
    most: int,
    key: bytes,
    issued_by: str,
    as_of: datetime,
) -> Issued | None:
    """Record and return a workbook of up to `most` waiting cases; None without any.

    Cases that are out with somebody else and not overdue are left out, and for a second
    review those that the reviewer has reviewed first.
    """
    is_first = kind == "FIRST_REVIEW"
    layout = KINDS[kind].layout
    state = "S10" if is_first else "S20"
    with connection.transaction():
        # Two worklists made at once would hold the same cases.
        connection.execute("lock table review.workbook in share row exclusive mode")
        with connection.cursor(row_factory=dict_row) as cursor:
            found = cursor.execute(
                _WAITING,
                {
                    "state": state,
                    "reviewer": reviewer,
                    "most": most,
                    "as_of": as_of,
                },
            ).fetchall()
        events = FIRST_EVENTS if is_first else SECOND_EVENTS
        choices = {
            layout.answers[0].title: list(events),
            "不违规原因": reasons(connection, as_of),
        }
        return issue(
            connection,
            layout,
            reviewer,
            [(hit["hit_id"], hit["seq"], _facts(hit, is_first)) for hit in found],
            choices,
            (f"审核人：{reviewer}", *_NOTES),
            key,
            issued_by,
            as_of,
        )


def _facts(hit: dict, is_first: bool) -> dict:
    facts = {
        "疑点编号": hit["hit_id"],
        "规则编号": hit["rule_id"],
        "规则名称": hit["rule_name"],
        "性质": _VERDICTS[hit["verdict"]],
        "机构编码": hit["fixmedins_code"],
        "机构名称": hit["fixmedins_name"],
        "结算单号": hit["setl_id"],
        "就诊号": hit["mdtrt_id"],
        "明细号": hit["bkkp_sn"],
        "命中原因": hit["hit_reason"],
        "涉及金额（元）": hit["amount"],
        "涉及基金（元）": hit["fund_amount"],
    }
    due = day_in_words(hit["due_at"], hit["is_provisional"])
    if is_first:
        return facts | {"初审期限": due}
    return facts | {
        "初审金额（元）": hit["first_amount"],
        "初审基金（元）": hit["first_fund_amount"],
        "初审依据": hit["first_basis"],
        "复审期限": due,
    }
