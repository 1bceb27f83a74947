"""Workbooks of a dispatched batch, in which an institution accepts or appeals."""

from datetime import datetime
from decimal import Decimal

import psycopg
from psycopg.types.json import Jsonb

from claim_review.exchange.appeal_answers import EVENTS, LAYOUT
from claim_review.exchange.institution_cases import cases_of, told_facts
from claim_review.exchange.issuing import Issued, day_in_words, issue, reasons


class UnknownBatchError(LookupError):
    """There is no approved batch with this number."""


def dispatch(
    connection: psycopg.Connection,
    batch_id: str,
    actor_id: str,
    role: str,
    as_of: datetime,
) -> int:
    """Dispatch what waits for it at the institution of a batch; return how many cases.

    All or nothing: the guards want the batch approved and a contact verified.
    """
    with connection.transaction():
        return connection.execute(
            """
            select
                count(
                    review.apply_event(
                        hit_id => hits.hit_id, event => 'dispatch', actor_id => %s,
                        actor_role => %s, occurred_at => %s, payload => %s
                    )
                )
            from review.hit as hits
            inner join review.hit_state as states on hits.hit_id = states.hit_id
            where states.state = 'S30' and hits.fixmedins_code = %s
            """,
            (
                actor_id,
                role,
                as_of,
                Jsonb({"batch_id": batch_id}),
                _institution(connection, batch_id),
            ),
        ).fetchone()[0]


def issue_batch(
    connection: psycopg.Connection,
    batch_id: str,
    key: bytes,
    issued_by: str,
    as_of: datetime,
) -> Issued | None:
    """Record and return a workbook of a batch's open cases; None without any."""
    institution = _institution(connection, batch_id)
    with connection.transaction():
        found = cases_of(connection, institution, "S40", as_of, batch_id)
        choices = {"处理意见": list(EVENTS), "申诉理由": reasons(connection, as_of)}
        return issue(
            connection,
            LAYOUT,
            institution,
            [(hit["hit_id"], hit["seq"], told_facts(hit)) for hit in found],
            choices,
            _notes(institution, batch_id, found),
            key,
            issued_by,
            as_of,
            batch_id,
        )


def _institution(connection: psycopg.Connection, batch_id: str) -> str:
    found = connection.execute(
        "select fixmedins_code from review.dispatch_batch where batch_id = %s",
        (batch_id,),
    ).fetchone()
    if found is None:
        raise UnknownBatchError(f"no batch {batch_id} was approved")
    return found[0]


def _notes(institution: str, batch_id: str, found: list[dict]) -> list[str]:
    last_days = sorted(
        {(hit["due_at"], hit["is_provisional"]) for hit in found if hit["due_at"]}
    )
    total = sum((hit["notice_amount"] for hit in found), Decimal(0))
    return [
        f"机构：{institution}　意见书编码：{batch_id}",
        f"疑点{len(found)}条，扣除金额合计{total:,.2f}元。",
        "申诉截止：" + "；".join(day_in_words(*last) for last in last_days),
        "逾期未提交的，视为无异议。提交时间以系统收到文件的时间为准。",
        "1. 请只填写黄色单元格，逐行选择“认可”或“申诉”；认可的须填写医保办签认人。",
        "2. 申诉须选理由，并写明情况（不少于10字）；申诉金额留空即为全额。",
        "3. 证明材料填写随表提交的文件名，多个文件用分号隔开；"
        "理由为规则有误或数据有误的可以不附。",
        "4. 可以筛选；不要增删行列，不要改动灰白单元格，否则整份退回。",
        "5. 提交后系统先反馈预览，经确认方才生效；已生效的行不能再改。",
    ]
