"""What came before in a case: its hit, what each step found, who answered what."""

from collections.abc import Sequence
from datetime import datetime

import psycopg
from psycopg.rows import dict_row

from claim_review.exchange.layout import Cell, Column

HIT = (
    Column("疑点编号", width=20),
    Column("规则编号"),
    Column("规则名称", width=24),
    Column("性质", width=10),
    Column("机构编码", width=16),
    Column("机构名称", width=24),
    Column("结算单号", width=20),
    Column("就诊号", width=20),
    Column("明细号", width=20),
    Column("命中原因", width=40),
    Column("涉及金额（元）", "money"),
    Column("涉及基金（元）", "money"),
)
_VERDICTS = {"hard": "明确违规", "suspect": "可疑"}
# What was said before the case was dispatched anew does not count any more. A panel is
# proposed in the appeal review only, and the rate of its rule takes long to count.
_CHAINS = """
select
    hits.*,
    states.seq,
    states.due_at,
    clock.is_provisional,
    rules.rule_name,
    institutions.fixmedins_name,
    coalesce(first.amount, hits.amount) as first_amount,
    coalesce(first.fund_amount, hits.fund_amount) as first_fund_amount,
    first.payload ->> 'basis' as first_basis,
    notice.amount as notice_amount,
    notice.fund_amount as notice_fund_amount,
    answered.event as answered,
    appeal.amount as appeal_amount,
    appeal.fund_amount as appeal_fund_amount,
    review.reason_in_words(appeal) as appeal_reason,
    appeal.payload ->> 'text' as appeal_text,
    array_to_string(review.evidence_of(appeal), e'\n') as appeal_files,
    asked.payload ->> 'documents' as documents,
    supplement.payload ->> 'text' as supplement_text,
    array_to_string(review.evidence_of(supplement), e'\n') as supplement_files,
    returned.payload ->> 'comment' as return_comment,
    case
        when states.state = 'S50' then review.panel_grounds(hits.hit_id, %(as_of)s)
    end as grounds,
    opinion.event as opinion_event,
    opinion.amount as opinion_amount,
    opinion.fund_amount as opinion_fund_amount,
    review.reason_in_words(opinion) as opinion_reason,
    coalesce(
        opinion.payload ->> 'comment', '合议' || (opinion.payload ->> 'session_id')
    ) as opinion_comment,
    standing.amount as standing_amount,
    standing.fund_amount as standing_fund_amount,
    review.reason_in_words(standing) as standing_reason,
    standing.payload ->> 'basis' as standing_basis,
    objection.event as objection_event,
    review.reason_in_words(objection) as objection_reason,
    coalesce(
        objection.payload ->> 'text', objection.payload ->> 'comment'
    ) as objection_text,
    array_to_string(review.evidence_of(objection), e'\n') as objection_files,
    case
        when states.state = 'S80' then review.objection_closed(hits.hit_id, %(as_of)s)
    end as objection_closed,
    panel.session_id as panel_session,
    panel.amount as panel_outcome_amount,
    panel.fund_amount as panel_outcome_fund_amount,
    (
        review.parameter_of('panel_amt', hits.region, review.day_of(%(as_of)s))
    ).value::numeric as panel_amount
from unnest(%(hit_ids)s::text[]) with ordinality as picked (hit_id, place)
inner join review.hit as hits on picked.hit_id = hits.hit_id
inner join review.hit_state as states on hits.hit_id = states.hit_id
cross join lateral review.notice(hits.hit_id) as notice
cross join lateral (select coalesce(notice.seq, 0) as seq) as since
cross join lateral review.last_event(hits.hit_id, 0, 'first_suspect') as first
cross join lateral review.last_event(
    hits.hit_id, since.seq, 'accept', 'deem_accept', 'appeal', 'withdraw_appeal'
) as answered
cross join lateral review.last_event(hits.hit_id, since.seq, 'appeal') as appeal
cross join lateral review.last_event(
    hits.hit_id, coalesce(appeal.seq, since.seq), 'request_supplement'
) as asked
cross join lateral review.last_event(
    hits.hit_id, coalesce(appeal.seq, since.seq), 'supplement'
) as supplement
cross join lateral review.last_event(
    hits.hit_id, since.seq, 'final_return'
) as returned
cross join lateral review.last_event(
    hits.hit_id, since.seq, 'opinion', 'panel_opinion'
) as opinion
cross join lateral review.standing(hits.hit_id) as standing
cross join lateral review.last_event(
    hits.hit_id, since.seq, 'reconsider', 'reopen'
) as objection
-- In the second round no event says what a panel found; its minutes do.
left join lateral (
    select disputed.session_id, decided.amount, decided.fund_amount
    from review.panel_case as disputed
    inner join review.panel_session as sessions
        on disputed.session_id = sessions.session_id
    inner join review.panel_end as ended on sessions.session_id = ended.session_id
    cross join lateral review.panel_outcome(
        disputed.session_id, disputed.hit_id
    ) as decided
    where
        disputed.hit_id = hits.hit_id
        and sessions.convened_at >= objection.occurred_at
        and ended.outcome = 'CONCLUDED'
        and ended.ended_at <= %(as_of)s
    order by ended.ended_at desc
    limit 1
) as panel on states.state = 'S85'
left join review.deadline_now as clock
    on states.hit_id = clock.hit_id and states.seq = clock.event_seq
left join marts.dim_rule as rules on hits.rule_id = rules.rule_id
left join marts.dim_institution as institutions
    on hits.fixmedins_code = institutions.fixmedins_code
order by picked.place
"""


def chains(
    connection: psycopg.Connection, hit_ids: Sequence[str], as_of: datetime
) -> list[dict]:
    """Return what came before in these cases, in their order."""
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(
            _CHAINS, {"hit_ids": list(hit_ids), "as_of": as_of}
        ).fetchall()


def hit_facts(case: dict) -> dict[str, Cell]:
    """Return the cells of the columns `HIT`."""
    return {
        "疑点编号": case["hit_id"],
        "规则编号": case["rule_id"],
        "规则名称": case["rule_name"],
        "性质": _VERDICTS[case["verdict"]],
        "机构编码": case["fixmedins_code"],
        "机构名称": case["fixmedins_name"],
        "结算单号": case["setl_id"],
        "就诊号": case["mdtrt_id"],
        "明细号": case["bkkp_sn"],
        "命中原因": case["hit_reason"],
        "涉及金额（元）": case["amount"],
        "涉及基金（元）": case["fund_amount"],
    }
