"""The papers of a case for the members of a panel, masked for their first vote."""

from collections.abc import Iterable, Sequence

import psycopg
from psycopg.rows import dict_row

from claim_review.panel.ballots import AMOUNT, FUND, WORDS

_COVER = "▇▇"
# Names are read only to be covered; staging has none.
_CASES = """
select
    disputed.hit_id,
    disputed.amount,
    disputed.fund_amount,
    states.seq,
    hits.rule_id,
    hits.setl_id,
    hits.mdtrt_id,
    hits.bkkp_sn,
    hits.fixmedins_code,
    hits.hit_reason,
    rules.rule_name,
    rules.description,
    rules.basis,
    institutions.fixmedins_name,
    lines.med_list_codg,
    lines.hilist_name,
    lines.cnt,
    lines.fee_ocur_time,
    suspected.payload ->> 'basis' as first_basis,
    appeal.payload ->> 'text' as appeal_text,
    (
        select names.reason_name
        from review.reason_code as names
        where names.reason_code = appeal.reason_code and names.used_for = 'OVERTURN'
        order by names.valid_from desc
        limit 1
    ) as appeal_reason,
    objection.payload ->> 'text' as objection_text,
    coalesce(notice.amount - appeal.amount, 0) as admitted_amount,
    blind.vote as blind_vote,
    blind.amount as blind_amount,
    array_remove(
        array[
            hits.fixmedins_code, institutions.fixmedins_name, hits.setl_id,
            hits.mdtrt_id, hits.bkkp_sn, settlements.psn_no, lines.bilg_dr_code
        ]
        || (
            select array_agg(distinct persons.psn_name)
            from raw.psn_info_b as persons
            where persons.psn_no = settlements.psn_no
        )
        || (
            select array_agg(distinct doctors.dr_name)
            from raw.dr_info_b as doctors
            where doctors.medins_code = hits.fixmedins_code
        ),
        null
    ) as telling
from review.panel_case as disputed
inner join review.hit as hits on disputed.hit_id = hits.hit_id
inner join review.hit_state as states on disputed.hit_id = states.hit_id
cross join lateral review.notice(disputed.hit_id) as notice
cross join lateral review.last_event(disputed.hit_id, 0, 'first_suspect') as suspected
cross join lateral review.last_event(
    disputed.hit_id, coalesce(notice.seq, 0), 'appeal'
) as appeal
cross join lateral review.last_event(
    disputed.hit_id, coalesce(notice.seq, 0), 'reconsider'
) as objection
left join review.panel_vote as blind
    on
        disputed.session_id = blind.session_id
        and disputed.hit_id = blind.hit_id
        and blind.member_id = %(member)s
        and blind.ballot = 'BLIND'
left join marts.dim_rule as rules on hits.rule_id = rules.rule_id
left join marts.dim_institution as institutions
    on hits.fixmedins_code = institutions.fixmedins_code
left join staging.stg_fee_list_d as lines on hits.bkkp_sn = lines.bkkp_sn
left join staging.stg_setl_d as settlements on hits.setl_id = settlements.setl_id
where
    disputed.session_id = %(session)s
    and review.awaits_panel(disputed.hit_id, disputed.opened_seq)
    and not exists (
        select
        from review.panel_vote as cast_before
        where
            cast_before.session_id = disputed.session_id
            and cast_before.hit_id = disputed.hit_id
            and cast_before.member_id = %(member)s
            and cast_before.ballot = %(ballot)s
    )
order by disputed.hit_id
"""


def papers(
    connection: psycopg.Connection,
    session_id: str,
    member_id: str,
    ballot: str,
    cover: Sequence[str] = (),
) -> list[tuple[str, int, dict]]:
    """Return what a member still votes on: hits, their last events, cells by title.

    For the first vote, institution, persons and the words of `cover` are covered in
    every text.
    """
    values = {"session": session_id, "member": member_id, "ballot": ballot}
    with connection.cursor(row_factory=dict_row) as cursor:
        found = cursor.execute(_CASES, values).fetchall()
    return [
        (hit["hit_id"], hit["seq"], _facts(hit, session_id, ballot, cover))
        for hit in found
    ]


def covered(text: str | None, words: Iterable[str]) -> str | None:
    """Return a text with each of the words covered, the longest first."""
    for word in sorted({word for word in words if word}, key=len, reverse=True):
        text = text and text.replace(word, _COVER)
    return text


def _facts(hit: dict, session_id: str, ballot: str, cover: Sequence[str]) -> dict:
    is_blind = ballot == "BLIND"
    words = [*hit["telling"], *cover] if is_blind else []
    facts = {
        "疑点编号": hit["hit_id"],
        "合议编号": session_id,
        "规则编号": hit["rule_id"],
        "规则名称": hit["rule_name"],
        "规则说明": hit["description"],
        "规则依据": hit["basis"],
        "项目编码": hit["med_list_codg"],
        "项目名称": hit["hilist_name"],
        "数量": hit["cnt"],
        "费用日期": hit["fee_ocur_time"] and f"{hit['fee_ocur_time']:%Y-%m-%d}",
        "命中原因": covered(hit["hit_reason"], words),
        "初审依据": covered(hit["first_basis"], words),
        "申诉理由": hit["appeal_reason"],
        "申诉说明": covered(hit["appeal_text"], words),
        "复议说明": covered(hit["objection_text"], words),
        "机构已认可（元）": hit["admitted_amount"],
        AMOUNT: hit["amount"],
        FUND: hit["fund_amount"],
    }
    if is_blind:
        return facts
    return facts | {
        "机构编码": hit["fixmedins_code"],
        "机构名称": hit["fixmedins_name"],
        "结算单号": hit["setl_id"],
        "就诊号": hit["mdtrt_id"],
        "明细号": hit["bkkp_sn"],
        "本人初次意见": WORDS[hit["blind_vote"]],
        "本人初次金额（元）": hit["blind_amount"],
    }
