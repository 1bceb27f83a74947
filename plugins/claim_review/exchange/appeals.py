"""Workbooks of a dispatched batch, in which an institution accepts or appeals."""

from datetime import datetime
from decimal import Decimal

import psycopg
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from claim_review.exchange.appeal_answers import EVENTS, LAYOUT
from claim_review.exchange.issuing import Issued, day_in_words, issue, reasons

_CASES = """
select
    hits.*,
    notice.amount as notice_amount,
    notice.fund_amount as notice_fund_amount,
    states.seq,
    states.due_at,
    clock.is_provisional,
    rules.rule_name,
    rules.description,
    rules.basis,
    rules.effective_from,
    lines.med_list_codg,
    lines.hilist_name,
    lines.cnt,
    lines.inscp_amt,
    lines.fee_ocur_time,
    lines.bilg_dept_name,
    lines.bilg_dr_code,
    settlements.setl_time,
    settlements.psn_no,
    settlements.insu_admdvs,
    settlements.insutype,
    coalesce(med_types.med_type_name, settlements.med_type) as med_type_name,
    encounters.begntime,
    encounters.endtime,
    (
        select string_agg(points.label, '；' order by points.label)
        from lists.exemptions as points
        where points.exemption_id = any(rules.exemptions)
    ) as points,
    (
        select string_agg(papers.label, '、' order by papers.label)
        from lists.appeal_evidence as papers
        where papers.evidence_id = any(rules.appeal_evidence)
    ) as papers
from review.hit as hits
inner join review.hit_state as states on hits.hit_id = states.hit_id
cross join lateral review.notice(hits.hit_id) as notice
left join review.deadline_now as clock
    on states.hit_id = clock.hit_id and states.seq = clock.event_seq
left join marts.dim_rule as rules on hits.rule_id = rules.rule_id
left join staging.stg_fee_list_d as lines on hits.bkkp_sn = lines.bkkp_sn
left join staging.stg_setl_d as settlements on hits.setl_id = settlements.setl_id
left join staging.stg_mdtrt_d as encounters on hits.mdtrt_id = encounters.mdtrt_id
left join lists.med_types as med_types on settlements.med_type = med_types.med_type
where
    states.state = 'S40'
    and hits.fixmedins_code = %(institution)s
    and notice.payload ->> 'batch_id' = %(batch_id)s
order by hits.setl_id, hits.bkkp_sn, hits.hit_id
"""


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
        with connection.cursor(row_factory=dict_row) as cursor:
            found = cursor.execute(
                _CASES, {"institution": institution, "batch_id": batch_id}
            ).fetchall()
        choices = {"处理意见": list(EVENTS), "申诉理由": reasons(connection, as_of)}
        return issue(
            connection,
            LAYOUT,
            institution,
            [(hit["hit_id"], hit["seq"], _facts(hit, batch_id)) for hit in found],
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


def _facts(hit: dict, batch_id: str) -> dict:
    is_line = hit["bkkp_sn"] is not None
    return {
        "疑点编号": hit["hit_id"],
        "意见书编码": batch_id,
        "交易流水号": hit["setl_id"],
        "就诊号": hit["mdtrt_id"],
        "明细号": hit["bkkp_sn"],
        "扣款类型": "明细" if is_line else "主单",
        "项目编码": hit["med_list_codg"],
        "项目名称": hit["hilist_name"],
        "数量": hit["cnt"],
        "医保内金额（元）": hit["inscp_amt"],
        "扣除金额（元）": hit["notice_amount"],
        "扣除基金（元）": hit["notice_fund_amount"],
        "扣除原因": hit["hit_reason"],
        "规则编号": hit["rule_id"],
        "规则名称": hit["rule_name"],
        "规则说明": hit["description"],
        "规则依据": hit["basis"],
        "规则生效日期": hit["effective_from"],
        "规则版本": hit["rule_version"],
        "科室": hit["bilg_dept_name"],
        "医师代码": hit["bilg_dr_code"],
        "就医方式": hit["med_type_name"],
        "入院日期": _day(hit["begntime"]),
        "出院日期": _day(hit["endtime"]),
        "费用日期": _day(hit["fee_ocur_time"]),
        "结算日期": _day(hit["setl_time"]),
        "个人编号": masked(hit["psn_no"]),
        "统筹区": hit["insu_admdvs"],
        "参保类型": hit["insutype"],
        "申诉要点": hit["points"] and f"属于下列情形之一：{hit['points']}",
        "所需材料": hit["papers"],
        "申诉截止": day_in_words(hit["due_at"], hit["is_provisional"]),
    }


def _day(moment: datetime | None) -> str | None:
    return None if moment is None else f"{moment:%Y-%m-%d}"


def masked(number: str | None) -> str | None:
    """Return a person's number with all but its last four characters covered."""
    return number and "*" * max(len(number) - 4, 4) + number[4:][-4:]
