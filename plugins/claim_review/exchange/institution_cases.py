"""The cases of an institution as it is told of them."""

from datetime import datetime

import psycopg
from psycopg.rows import dict_row

from claim_review.exchange.issuing import day_in_words
from claim_review.exchange.layout import Cell, Column

# Enough to find the record and to know what is meant.
TOLD = (
    Column("疑点编号", width=20),
    Column("意见书编码", width=16),
    Column("交易流水号", width=20),
    Column("就诊号", width=20),
    Column("明细号", width=20),
    Column("项目编码", width=24),
    Column("项目名称", width=24),
    Column("结算日期"),
    Column("个人编号"),
    Column("规则编号", width=8),
    Column("规则名称", width=24),
    Column("规则依据", width=24),
    Column("扣除原因", width=40),
    Column("扣除金额（元）", "money"),
    Column("扣除基金（元）", "money"),
)
_CASES = """
select
    hits.*,
    notice.amount as notice_amount,
    notice.fund_amount as notice_fund_amount,
    notice.payload ->> 'batch_id' as batch_id,
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
    states.state = %(state)s
    and states.occurred_at <= %(as_of)s
    and hits.fixmedins_code = %(institution)s
    and (%(batch_id)s::text is null or notice.payload ->> 'batch_id' = %(batch_id)s)
order by hits.setl_id, hits.bkkp_sn, hits.hit_id
"""


def cases_of(
    connection: psycopg.Connection,
    institution: str,
    state: str,
    as_of: datetime,
    batch_id: str | None = None,
) -> list[dict]:
    """Return what is known of an institution's cases in a state, of a batch if told."""
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(
            _CASES,
            {
                "state": state,
                "as_of": as_of,
                "institution": institution,
                "batch_id": batch_id,
            },
        ).fetchall()


def told_facts(hit: dict) -> dict[str, Cell]:
    """Return what institutions are told of a case, by title; layouts pick from it."""
    is_line = hit["bkkp_sn"] is not None
    return {
        "疑点编号": hit["hit_id"],
        "意见书编码": hit["batch_id"],
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
